package gradj.graph.picture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a picture's SVG says, read back with the JDK's XML parser. */
record SvgPicture(List<Area> texts, List<Area> circles, List<List<Point>> lines, double width, double height) {
    record Point(double x, double y) {}

    /** A rectangle, and what stands in it. */
    record Area(double left, double top, double right, double bottom, String text) {
        boolean overlaps(Area other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }

        boolean contains(Point point) {
            return left < point.x && point.x < right && top < point.y && point.y < bottom;
        }
    }

    static SvgPicture parse(String svg) {
        try {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            return new SvgPicture(
                    elements(root, "text").stream().map(SvgPicture::text).toList(),
                    elements(root, "rect").stream()
                            .filter(rect -> !rect.getAttribute("class").equals("paper"))
                            .map(SvgPicture::circle)
                            .toList(),
                    elements(root, "path").stream()
                            .filter(path -> List.of("ink", "back").contains(path.getAttribute("class")))
                            .map(path -> points(path.getAttribute("d")))
                            .toList(),
                    number(root, "width"),
                    number(root, "height"));
        } catch (SAXException | IOException | ParserConfigurationException malformed) {
            throw new AssertionError(svg, malformed);
        }
    }

    private static List<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Area text(Element text) {
        double size = text.hasAttribute("font-size") ? number(text, "font-size") : Measure.FONT;
        double width = TextWidth.of(text.getTextContent(), size);
        double x = number(text, "x");
        double left = switch (text.getAttribute("text-anchor")) {
            case "start" -> x;
            case "middle" -> x - width / 2;
            default -> x - width;
        };
        double baseline = number(text, "y");
        return new Area(left, baseline - 0.75 * size, left + width, baseline + 0.21 * size, text.getTextContent());
    }

    private static Area circle(Element rect) {
        double left = number(rect, "x");
        double top = number(rect, "y");
        return new Area(left, top, left + number(rect, "width"), top + number(rect, "height"), "circle");
    }

    /** Points along a path of M, H and C, close enough together to meet whatever it meets. */
    private static List<Point> points(String d) {
        List<Point> points = new ArrayList<>();
        try (Scanner scanner = new Scanner(d.replaceAll("([MHC])", " $1 "))) {
            double x = 0;
            double y = 0;
            while (scanner.hasNext()) {
                String command = scanner.next();
                double x0 = x;
                double y0 = y;
                double[] c = new double[command.equals("C") ? 6 : command.equals("M") ? 2 : 1];
                for (int i = 0; i < c.length; i++) {
                    c[i] = Double.parseDouble(scanner.next());
                }
                x = command.equals("H") ? c[0] : c[c.length - 2];
                y = command.equals("H") ? y : c[c.length - 1];
                int steps = command.equals("C") ? 40 : (int) Math.ceil(Math.abs(x - x0) / 6);
                for (int i = 0; i <= steps && !command.equals("M"); i++) {
                    double t = (double) i / steps;
                    double s = 1 - t;
                    boolean isCurve = command.equals("C");
                    points.add(new Point(
                            isCurve
                                    ? s * s * s * x0 + 3 * s * s * t * c[0] + 3 * s * t * t * c[2] + t * t * t * x
                                    : s * x0 + t * x,
                            isCurve
                                    ? s * s * s * y0 + 3 * s * s * t * c[1] + 3 * s * t * t * c[3] + t * t * t * y
                                    : y));
                }
            }
        }
        return points;
    }
}
