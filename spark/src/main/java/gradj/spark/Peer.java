package gradj.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/** Another worker at the other end of a socket: numbers come and go in pieces, each way of its own. */
final class Peer {
    /** The most in a piece, 256 kB: the net of the book is one, between two workers. */
    static final int AT_ONCE = 1 << 16;

    /** Numbers follow. */
    static final int NUMBERS = 0;

    /** A length and a text follow: that worker cannot go on. */
    private static final int PROBLEM = 1;

    private static final int LONGEST_PROBLEM = 4000;

    private final int rank;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] incoming = new byte[4 * AT_ONCE];
    private final byte[] outgoing = new byte[4 * AT_ONCE + 1];
    private final FloatBuffer incomingFloats = floats(incoming, 0);
    private final FloatBuffer outgoingFloats = floats(outgoing, 1);
    private final float[] numbers = new float[AT_ONCE];

    /** 0 when what comes before the next numbers stands in the first byte of {@link #outgoing}. */
    private int unsent = 1;

    Peer(Socket socket, int rank, int millis) throws IOException {
        this.rank = rank;
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(
                4 * AT_ONCE); // a star's message goes in there whole: only who reads waits, and not for ever
        socket.setSoTimeout(millis);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private static FloatBuffer floats(byte[] bytes, int from) {
        return ByteBuffer.wrap(bytes, from, 4 * AT_ONCE)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    /** What follows; it goes with the next numbers. */
    void write(int what) {
        outgoing[0] = (byte) what;
        unsent = 0;
    }

    void write(float[] source, int from, int count) throws IOException {
        outgoingFloats.clear().put(source, from, count);
        out.write(outgoing, unsent, 4 * count + 1 - unsent);
        unsent = 1;
    }

    void writeProblem(String problem) throws IOException {
        byte[] text = problem.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(LONGEST_PROBLEM, text.length);
        byte[] message = new byte[5 + length];
        ByteBuffer.wrap(message).put((byte) PROBLEM).putInt(length).put(text, 0, length);
        out.write(message);
        unsent = 1; // in the place of numbers
    }

    /** What the other one says before its numbers: its problem, or nothing. */
    String readProblem() throws IOException {
        read(incoming, 1);
        if (incoming[0] == NUMBERS) {
            return "";
        }
        read(incoming, 4);
        int length = ByteBuffer.wrap(incoming).getInt();
        if (length < 0 || length > LONGEST_PROBLEM) {
            throw new IOException("worker " + rank + " sent " + length + " as the length of a text");
        }
        read(incoming, length);
        return new String(incoming, 0, length, StandardCharsets.UTF_8);
    }

    /** So many numbers, at most {@link #AT_ONCE}; they stand there until the next ones. */
    float[] read(int count) throws IOException {
        read(incoming, 4 * count);
        incomingFloats.clear().get(numbers, 0, count);
        return numbers;
    }

    /** The same, into this array. */
    void read(float[] target, int from, int count) throws IOException {
        read(incoming, 4 * count);
        incomingFloats.clear().get(target, from, count);
    }

    /** Reads so many numbers away. */
    void skip(int count) throws IOException {
        for (int left = count; left > 0; left -= AT_ONCE) {
            read(incoming, 4 * Math.min(left, AT_ONCE));
        }
    }

    private void read(byte[] target, int count) throws IOException {
        try {
            if (in.readNBytes(target, 0, count) < count) {
                throw new EOFException("worker " + rank + " has closed the connection");
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("worker " + rank + " was silent for too long: " + e.getMessage(), e);
        }
    }
}
