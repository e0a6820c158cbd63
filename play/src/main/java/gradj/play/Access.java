package gradj.play;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: a page that this server gave. Other pages in the same browser do not know the token; and if one did, its
 * requests say where they come from.
 */
final class Access {
    private static final int TOKEN_BYTES = 16;

    private final String token;

    /** Host and port, as a browser writes them: an address of IPv6 in brackets, and no port if it is HTTP's own. */
    private static final Pattern HOST = Pattern.compile("(localhost|[0-9.]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

    private static final int HTTP_PORT = 80;

    /** Where a browser finds this server. Another name leads here by somebody's trick with names. */
    private final Set<InetAddress> addresses;

    private final int port;

    private Access(String token, Set<InetAddress> addresses, int port) {
        this.token = token;
        this.addresses = addresses;
        this.port = port;
    }

    static Access to(InetSocketAddress bound) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        Set<InetAddress> addresses = new HashSet<>(addresses(bound.getAddress()));
        addresses.add(InetAddress.getLoopbackAddress());
        return new Access(HexFormat.of().formatHex(random), addresses, bound.getPort());
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
        if (host.size() != 1 || !isOwn(host.get(0))) {
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

    private boolean isOwn(String host) {
        Matcher parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        try { // nothing is looked up: it is an address, or localhost
            boolean isHere =
                    parts.group(1).equals("localhost") || addresses.contains(InetAddress.getByName(parts.group(1)));
            int asked = parts.group(2) == null ? HTTP_PORT : Integer.parseInt(parts.group(2));
            return isHere && asked == port;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
