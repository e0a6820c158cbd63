package gradj.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Two workers show each other that they know the secret of the run, which goes over the socket in no form: each answers the
 * other's random challenge by an HMAC-SHA256 over both challenges and the follower's rank.
 *
 * <pre>
 * leader:   challenge A (32 bytes)
 * follower: rank (4), challenge B (32), HMAC("follower", rank, A, B) (32)
 * leader:   HMAC("leader", rank, A, B) (32)
 * </pre>
 */
final class Handshake {
    static final int SECRET_BYTES = 32;
    private static final int CHALLENGE_BYTES = 32;
    private static final int MAC_BYTES = 32;

    /** So long a stranger may hold the leader up. */
    private static final long STRANGER_NANOS = 2_000_000_000L;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    static byte[] newSecret() {
        return random(SECRET_BYTES);
    }

    /** The rank of the one who has come; -1 if it is a stranger. */
    static int ofLeader(Socket socket, byte[] secret, long deadline) {
        long end = Math.min(deadline, System.nanoTime() + STRANGER_NANOS);
        try {
            byte[] own = random(CHALLENGE_BYTES);
            OutputStream out = socket.getOutputStream();
            out.write(own);
            byte[] answer = read(socket, 4 + CHALLENGE_BYTES + MAC_BYTES, end);
            int rank = ByteBuffer.wrap(answer).getInt();
            byte[] other = Arrays.copyOfRange(answer, 4, 4 + CHALLENGE_BYTES);
            byte[] mac = Arrays.copyOfRange(answer, 4 + CHALLENGE_BYTES, answer.length);
            if (!MessageDigest.isEqual(mac, mac(secret, "follower", rank, own, other))) {
                return -1;
            }
            out.write(mac(secret, "leader", rank, own, other));
            return rank;
        } catch (IOException stranger) {
            return -1;
        }
    }

    /**
     * Shows the worker that is joined that this is worker {@code rank}.
     *
     * @throws IOException if the other one does not know the secret
     */
    static void ofFollower(Socket socket, byte[] secret, int rank, long deadline) throws IOException {
        byte[] other = read(socket, CHALLENGE_BYTES, deadline);
        byte[] own = random(CHALLENGE_BYTES);
        byte[] answer = new byte[4 + CHALLENGE_BYTES + MAC_BYTES];
        ByteBuffer.wrap(answer).putInt(rank).put(own).put(mac(secret, "follower", rank, other, own));
        socket.getOutputStream().write(answer);
        byte[] mac = read(socket, MAC_BYTES, deadline);
        if (!MessageDigest.isEqual(mac, mac(secret, "leader", rank, other, own))) {
            throw new IOException(socket.getRemoteSocketAddress() + " does not know the secret of this run");
        }
    }

    private static byte[] mac(byte[] secret, String role, int rank, byte[] ofLeader, byte[] ofFollower) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(4).putInt(rank).array());
            mac.update(ofLeader);
            return mac.doFinal(ofFollower);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** So many bytes, however slowly they trickle in, but not beyond the deadline. */
    private static byte[] read(Socket socket, int count, long deadline) throws IOException {
        byte[] bytes = new byte[count];
        InputStream in = socket.getInputStream();
        for (int read = 0; read < count; ) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left < 1) {
                throw new IOException(socket.getRemoteSocketAddress() + " takes too long to show what it knows");
            }
            socket.setSoTimeout((int) left);
            int n = in.read(bytes, read, count - read);
            if (n < 0) {
                throw new EOFException(socket.getRemoteSocketAddress() + " has closed the connection");
            }
            read += n;
        }
        return bytes;
    }
}
