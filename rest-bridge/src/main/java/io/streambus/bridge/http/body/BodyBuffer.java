package io.streambus.bridge.http.body;

import io.streambus.bridge.http.problem.JettyAnswers;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the whole body of a call before a resource sees it, without holding a thread: a body that trickles costs a connection and some memory, not
 * one of the few threads, and not for long. Bounded in bytes, in time, and in what all bodies together take of memory, also once they are read.
 * Thread-safe.
 */
public final class BodyBuffer extends Handler.Wrapper {

    private static final Logger LOG = LoggerFactory.getLogger(BodyBuffer.class);
    private static final String BODY = "io.streambus.body";

    private final ToIntFunction<Request> most;
    private final Duration patience;
    private final Budget held;
    private final Budget read;

    /**
     * @param most the most bytes that are taken of a call
     * @param patience within which a body has to arrive
     * @param mostHeld bytes of all bodies that are in memory at one time
     * @param mostRead what these may take once they are read
     */
    public BodyBuffer(Handler handler, ToIntFunction<Request> most, Duration patience, long mostHeld, long mostRead) {
        super(handler);
        this.most = most;
        this.patience = patience;
        this.held = new Budget(mostHeld);
        this.read = new Budget(mostRead);
    }

    /** The body of a call, once it is here; empty if none came. */
    public static Optional<byte[]> body(Request request) {
        return Optional.ofNullable((byte[]) request.getAttribute(BODY));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0) {
            return super.handle(request, response, callback);
        }
        int limit = most.applyAsInt(request);
        boolean chunkedAndUnwanted = limit == 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (length > limit || chunkedAndUnwanted) {
            refuse(tooLarge(limit), request, response, callback);
            return true;
        }
        new Taking(request, response, callback, limit).start();
        return true;
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(
                ProblemCode.BODY_TOO_LARGE,
                limit == 0
                        ? "this call takes no body"
                        : "the body is larger than " + limit + " bytes, the most that this call takes");
    }

    private static Problem tooMany() {
        return Problem.of(ProblemCode.OVERLOADED, "too many calls with large bodies are under way; try again")
                .retryAfter(Duration.ofSeconds(1));
    }

    /** The rest of the body is not wanted, so the connection cannot be used again. */
    private static void refuse(Problem problem, Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        JettyAnswers.write(problem, request, response, callback);
    }

    /** One body on its way. The deadline and the chunks race for {@code over}; who wins ends the call. */
    private final class Taking {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final int limit;
        private final Budget.Share bytesHeld = held.share();
        private final Budget.Share treeHeld = read.share();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Scheduler.Task deadline;
        private ByteArrayOutputStream taken = new ByteArrayOutputStream();

        Taking(Request request, Response response, Callback callback, int limit) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.limit = limit;
            this.deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.getComponents().getExecutor().execute(this::late), patience);
        }

        void start() {
            OnComplete.of(request, () -> {
                bytesHeld.giveBack();
                treeHeld.giveBack();
            });
            takeIn();
        }

        private void late() {
            if (over.compareAndSet(false, true)) {
                refuse(
                        Problem.of(
                                ProblemCode.BODY_TOO_SLOW,
                                "the body did not arrive within " + patience.toSeconds() + " s"),
                        request,
                        response,
                        callback);
            }
        }

        private void takeIn() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::takeIn);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    if (end()) {
                        Response.writeError(request, response, callback, chunk.getFailure());
                    }
                    return;
                }
                ByteBuffer bytes = chunk.getByteBuffer();
                boolean fits = bytes.remaining() <= limit - taken.size();
                boolean room = bytesHeld.take(bytes.remaining());
                if (fits && room) {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    taken.writeBytes(copy);
                }
                boolean last = chunk.isLast();
                chunk.release();
                if (!fits || !room) {
                    if (end()) {
                        refuse(fits ? tooMany() : tooLarge(limit), request, response, callback);
                    }
                    return;
                }
                if (last) {
                    if (end()) {
                        pass();
                    }
                    return;
                }
            }
        }

        private boolean end() {
            deadline.cancel();
            return over.compareAndSet(false, true);
        }

        private void pass() {
            byte[] body = taken.toByteArray();
            // The call may last, and this one lives as long.
            taken = new ByteArrayOutputStream(0);
            if (!treeHeld.take(TreeSize.of(body))) {
                JettyAnswers.write(tooMany(), request, response, callback);
                return;
            }
            request.setAttribute(BODY, body);
            try {
                if (!BodyBuffer.super.handle(new Whole(request, body), response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception e) {
                LOG.error("A call failed unexpectedly; this is a defect of the bridge.", e);
                Response.writeError(request, response, callback, e);
            }
        }
    }

    /** The call with its body in memory. Confined to the call. */
    private static final class Whole extends Request.Wrapper {
        private final ByteBufferContentSource content;

        Whole(Request request, byte[] body) {
            super(request);
            this.content = new ByteBufferContentSource(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return content.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            content.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            content.fail(failure);
        }

        @Override
        public long getLength() {
            return content.getLength();
        }

        @Override
        public boolean consumeAvailable() {
            return true;
        }
    }
}
