package io.streambus.bridge.http.body;

import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/** Tells when the answer to a call is through, whoever gave it. Confined to one call. */
public final class OnComplete extends HttpStream.Wrapper {
    private final Runnable end;

    private OnComplete(HttpStream stream, Runnable end) {
        super(stream);
        this.end = end;
    }

    /** Runs {@code end} once when the call is over. */
    public static void of(Request request, Runnable end) {
        request.addHttpStreamWrapper(stream -> new OnComplete(stream, end));
    }

    @Override
    public void succeeded() {
        try {
            end.run();
        } finally {
            super.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        try {
            end.run();
        } finally {
            super.failed(failure);
        }
    }
}
