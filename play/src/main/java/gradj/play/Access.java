package gradj.play;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: a page that this server gave. Other pages in the same browser do not know the token; and if one did, its
 * requests say where they come from.
 */
final class Access {
    private static final int TOKEN_BYTES = 16;

    private final String token;

    /** What a browser calls this server: host and port. Another name leads here by somebody's trick with names. */
    private final Set<String> hosts;

    private Access(String token, Set<String> hosts) {
        this.token = token;
        this.hosts = hosts;
    }

    static Access to(InetSocketAddress bound) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        Set<String> hosts = new HashSet<>();
        for (String name : List.of("127.0.0.1", "localhost", "[::1]")) {
            hosts.add(name + ":" + bound.getPort());
        }
        for (InetAddress address : addresses(bound.getAddress())) {
            hosts.add(Access.text(address) + ":" + bound.getPort());
        }
        return new Access(HexFormat.of().formatHex(random), hosts);
    }

    /** This address, or all of this machine where it stands for all. */
    private static List<InetAddress> addresses(InetAddress bound) {
        if (!bound.isAnyLocalAddress()) {
            return List.of(bound);
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** As a URL has it: an address of IPv6 in brackets. */
    static String text(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return text.contains(":") ? "[" + text + "]" : text;
    }

    String token() {
        return token;
    }

    /** The path after the token; null if this request must not be answered. */
    @Nullable
    String path(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String[] parts = path == null ? new String[0] : path.split("/", 3);
        boolean isKnown = parts.length == 3 && isToken(parts[1]);
        return isKnown && isFromHere(exchange.getRequestHeaders()) ? parts[2] : null;
    }

    private boolean isToken(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isFromHere(Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !hosts.contains(host.get(0).toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!origin.equalsIgnoreCase("http://" + host.get(0))) {
                return false;
            }
        }
        for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
            // "none" is the address bar; a link or frame of another page is "cross-site" or "same-site"
            if (!site.equals("same-origin") && !site.equals("none")) {
                return false;
            }
        }
        return true;
    }
}
