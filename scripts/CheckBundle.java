import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Whether a folder in the layout of a repository has all that Maven Central asks for: poms that say what the module is and whose,
 * with each jar its sources and its Javadoc, and of each file the checksums. {@code java scripts/CheckBundle.java FOLDER} prints a
 * line for each thing that is missing, and ends with 1 if there is one.
 */
public final class CheckBundle {
    private static final List<String> ASKED = List.of("name", "description", "url", "licenses", "developers", "scm");

    /** What a child says of itself, and does not take from its parent. */
    private static final List<String> OWN = List.of("name", "description");

    private final Map<String, Element> poms = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        List<String> problems = problems(Path.of(args[0]));
        problems.forEach(System.err::println);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /** A line for each thing that is missing, in the order of the files. */
    public static List<String> problems(Path folder) throws Exception {
        CheckBundle check = new CheckBundle();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> poms = files.stream().filter(file -> file.toString().endsWith(".pom")).toList();
        if (poms.isEmpty()) {
            check.problems.add(folder + ": there is no .pom in it");
        }
        for (Path pom : poms) {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
            check.poms.put(text(project, "artifactId"), project);
        }
        for (Path pom : poms) {
            check.module(pom);
        }
        for (Path file : files) {
            if (file.toString().matches(".*\\.(jar|pom)")) {
                check.checksum(file, "md5", "MD5");
                check.checksum(file, "sha1", "SHA-1");
            }
        }
        return check.problems;
    }

    private void module(Path file) throws IOException {
        String base = file.getFileName().toString().replaceFirst("\\.pom$", "");
        Element project = poms.values().stream()
                .filter(one -> base.startsWith(text(one, "artifactId") + "-")
                        && base.length() == (text(one, "artifactId") + "-" + version(one)).length())
                .findFirst()
                .orElse(null);
        if (project == null) {
            problems.add(base + ".pom: its name is not artifactId-version.pom");
            return;
        }
        for (String element : ASKED) {
            if (child(project, element) == null && (OWN.contains(element) || inherited(project, element) == null)) {
                problems.add(base + ".pom: <" + element + "> is missing");
            }
        }
        if (base.endsWith("-SNAPSHOT")) {
            problems.add(base + ".pom: a SNAPSHOT cannot be published");
        }
        if (!"pom".equals(text(project, "packaging"))) {
            jar(file, base + ".jar", ".class");
            jar(file, base + "-sources.jar", ".java");
            jar(file, base + "-javadoc.jar", "index.html");
        }
    }

    private void jar(Path pom, String name, String content) throws IOException {
        Path jar = pom.resolveSibling(name);
        if (!Files.exists(jar)) {
            problems.add(name + " is missing");
            return;
        }
        try (ZipFile opened = new ZipFile(jar.toFile())) {
            if (opened.stream().noneMatch(entry -> entry.getName().endsWith(content))) {
                problems.add(name + ": there is no " + content + " in it");
            }
        }
    }

    private void checksum(Path file, String suffix, String algorithm) throws Exception {
        Path sum = file.resolveSibling(file.getFileName() + "." + suffix);
        if (!Files.exists(sum)) {
            problems.add(sum.getFileName() + " is missing");
            return;
        }
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
        if (!HexFormat.of().formatHex(digest).equals(Files.readString(sum).strip())) {
            problems.add(sum.getFileName() + ": is the sum of another file");
        }
    }

    private Element inherited(Element project, String element) {
        Element parent = child(project, "parent");
        Element found = parent == null ? null : poms.get(text(parent, "artifactId"));
        if (found == null) {
            return null;
        }
        Element there = child(found, element);
        return there != null ? there : inherited(found, element);
    }

    private static String version(Element project) {
        String own = text(project, "version");
        return own != null ? own : text(child(project, "parent"), "version");
    }

    private static String text(Element of, String name) {
        Element found = of == null ? null : child(of, name);
        return found == null ? null : found.getTextContent().strip();
    }

    /** The element of this name directly in another, if it says something. */
    private static Element child(Element of, String name) {
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && element.getTagName().equals(name)
                    && !element.getTextContent().isBlank()) {
                return element;
            }
        }
        return null;
    }
}
