package io.streambus.connect.listener;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.utils.Utils;

/** One request for the versions of the Kafka protocol, which brokers answer before anybody has logged in, and the first bytes of the answer. */
final class PortQuestion {

    private static final short API_VERSIONS = 18;
    private static final int CORRELATION = 0x5342_3031;
    private static final byte[] CLIENT_ID = "streambus-probe".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 2 * Integer.BYTES;
    /** What the answer takes is some hundred bytes. */
    private static final int LONGEST_ANSWER = 1 << 20;
    /** RFC 8446, 5.1: type alert or handshake, then the protocol's major version. */
    private static final int TLS_ALERT = 0x15;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 3;

    private PortQuestion() {}

    /** @param patience for connecting and for the answer, each */
    static Spoken ask(String broker, Duration patience) {
        String host = Utils.getHost(broker);
        Integer port = Utils.getPort(broker);
        if (host == null || port == null) {
            return Spoken.UNRESOLVED;
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return Spoken.UNRESOLVED;
        }
        int millis = Math.toIntExact(Math.max(1, patience.toMillis()));
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(millis);
            socket.connect(address, millis);
            return answer(socket);
        } catch (ConnectException e) {
            return Spoken.REFUSED;
        } catch (IOException e) {
            return Spoken.UNREACHABLE;
        }
    }

    private static Spoken answer(Socket socket) {
        try {
            socket.getOutputStream().write(request());
            return spoken(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            return Spoken.SILENT;
        } catch (IOException e) {
            return Spoken.CLOSED;
        }
    }

    private static Spoken spoken(InputStream answer) throws IOException {
        byte[] begin = answer.readNBytes(2);
        if (begin.length < 2) {
            return Spoken.CLOSED;
        }
        if ((begin[0] == TLS_ALERT || begin[0] == TLS_HANDSHAKE) && begin[1] == TLS_MAJOR) {
            return Spoken.TLS;
        }
        byte[] rest = answer.readNBytes(HEAD - 2);
        if (rest.length < HEAD - 2) {
            return Spoken.OTHER;
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(begin).put(rest).flip();
        int length = head.getInt();
        boolean fits = length >= Integer.BYTES && length <= LONGEST_ANSWER && head.getInt() == CORRELATION;
        return fits ? Spoken.KAFKA : Spoken.OTHER;
    }

    /** ApiVersions, version 0, with request header version 1. */
    private static byte[] request() {
        int length = 2 * Short.BYTES + Integer.BYTES + Short.BYTES + CLIENT_ID.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort(API_VERSIONS)
                .putShort((short) 0)
                .putInt(CORRELATION)
                .putShort((short) CLIENT_ID.length)
                .put(CLIENT_ID)
                .array();
    }
}
