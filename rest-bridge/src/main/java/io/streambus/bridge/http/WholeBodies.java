package io.streambus.bridge.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
 * one of the few threads, and not for long. Bounded in bytes and in time. Thread-safe.
 */
final class WholeBodies extends Handler.Wrapper {

    /** The most bytes that are taken. */
    static final int LIMIT = 1_024 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(WholeBodies.class);
    private static final String BODY = "io.streambus.body";

    private final Duration patience;
    private final long mostHeld;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param patience within which a body has to arrive
     * @param mostHeld bytes of all bodies that are in memory at one time
     */
    WholeBodies(Handler handler, Duration patience, long mostHeld) {
        super(handler);
        this.patience = patience;
        this.mostHeld = mostHeld;
    }

    /** The body of a call, once it is here; empty if none came. */
    static Optional<byte[]> body(Request request) {
        return Optional.ofNullable((byte[]) request.getAttribute(BODY));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0) {
            return super.handle(request, response, callback);
        }
        if (length > LIMIT) {
            refuse(tooLarge(), request, response, callback);
            return true;
        }
        new Taking(request, response, callback).start();
        return true;
    }

    private static Problem tooLarge() {
        return Problem.of(
                ProblemCode.BODY_TOO_LARGE, "the body is larger than " + LIMIT + " bytes, the most that is taken");
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
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong counted = new AtomicLong();
        private final Scheduler.Task deadline;

        Taking(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.getComponents().getExecutor().execute(this::late), patience);
        }

        void start() {
            CallEnd.of(request, () -> held.addAndGet(-counted.getAndSet(0)));
            read();
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

        private void read() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this::read);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    if (end()) {
                        Response.writeError(request, response, callback, chunk.getFailure());
                    }
                    return;
                }
                ByteBuffer bytes = chunk.getByteBuffer();
                boolean fits = bytes.remaining() <= LIMIT - taken.size();
                boolean room = hold(bytes.remaining());
                if (fits && room) {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    taken.writeBytes(copy);
                }
                boolean last = chunk.isLast();
                chunk.release();
                if (!fits || !room) {
                    if (end()) {
                        refuse(fits ? tooMany() : tooLarge(), request, response, callback);
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

        private boolean hold(int bytes) {
            counted.addAndGet(bytes);
            return held.addAndGet(bytes) <= mostHeld;
        }

        private boolean end() {
            deadline.cancel();
            return over.compareAndSet(false, true);
        }

        private void pass() {
            byte[] body = taken.toByteArray();
            request.setAttribute(BODY, body);
            try {
                if (!WholeBodies.super.handle(new Whole(request, body), response, callback)) {
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
