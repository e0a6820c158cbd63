package gradj.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import gradj.backend.Backends;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;

/** The page as people use it, in a real browser. */
@Tag("once")
@Timeout(180)
class PageTest {
    private static Browser browser;
    private static PlayServer server;
    private static Tensors tensors;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(1200, 1000);
        tensors = Backends.float32();
        server = PlayServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tensors, null);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void desktop() {
        browser.driver().manage().window().setSize(new Dimension(1200, 1000));
        browser.open(URI.create("about:blank"));
    }

    private static void open(String tab) {
        browser.open(server.url().resolve("#" + tab));
        browser.until("the tab " + tab, page -> page.find("#" + tab).isDisplayed());
    }

    private static String gradient(int row) {
        return browser.all("#inputs tbody tr")
                .get(row)
                .findElement(org.openqa.selenium.By.cssSelector(".gradient"))
                .getText();
    }

    private static void set(String css, String value) {
        WebElement field = browser.find(css);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), value);
    }

    @Test
    void valuesAndGradientsFollowAnInput() throws IOException {
        open("graph");
        browser.untilText("#picture", "220");
        assertEquals("2.2", gradient(0));
        set("input[type=number][data-input='apple']", "50");
        browser.untilText("#picture", "110");
        assertEquals("2.2", gradient(0));
        assertEquals("55", gradient(1));
        // by the keys of a slider, and by dragging the number in the picture
        browser.find("input[type=range][data-input='number of apples']").sendKeys(Keys.HOME);
        browser.untilText("#picture", "330");
        WebElement apple = browser.find("#picture [data-input='apple'] text");
        new Actions(browser.driver())
                .moveToElement(apple)
                .clickAndHold()
                .moveByOffset(60, 0)
                .release()
                .perform();
        browser.until(
                "another apple",
                page -> !page.find("input[type=number][data-input='apple']")
                        .getDomProperty("value")
                        .equals("50"));
        double dragged = Double.parseDouble(
                browser.find("input[type=number][data-input='apple']").getDomProperty("value"));
        assertTrue(dragged > 50, "dragged to " + dragged);
        browser.show("graph");
    }

    /** On a phone, where a finger that moves would else scroll the picture. */
    @Test
    void aFingerDragsANumber() {
        browser.driver().manage().window().setSize(new Dimension(360, 780));
        open("graph");
        browser.untilText("#picture", "220");
        WebElement apple = browser.find("#picture [data-input='apple'] text");
        PointerInput finger = new PointerInput(PointerInput.Kind.TOUCH, "finger");
        Sequence drag = new Sequence(finger, 0)
                .addAction(finger.createPointerMove(Duration.ZERO, PointerInput.Origin.fromElement(apple), 0, 0))
                .addAction(finger.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
        for (int i = 0; i < 15; i++) {
            drag.addAction(finger.createPointerMove(Duration.ofMillis(10), PointerInput.Origin.pointer(), 6, 0));
        }
        drag.addAction(finger.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
        browser.driver().perform(List.of(drag));
        browser.until(
                "the whole way",
                page -> page.find("input[type=number][data-input='apple']")
                        .getDomProperty("value")
                        .equals("160"));
    }

    @Test
    void stepsAreToldInWords() throws IOException {
        open("graph");
        browser.untilText("#picture", "220");
        browser.find("#picture").sendKeys(Keys.ARROW_RIGHT);
        browser.untilText("#step-number", "Step 1 of 4");
        browser.untilText("#computation", "Forward: × computes a × b. a = 100, b = 2: y = 200");
        assertFalse(browser.text("#picture").contains("220"));
        browser.find("#picture").sendKeys(Keys.END);
        browser.untilText("#computation", "Backward: y = a × b gets the gradient 1.1 from above.");
        browser.untilText("#computation", "To apple it passes upstream gradient × local derivative = 1.1 × 2 = 2.2.");
        browser.show("step");
        browser.click("#step-back");
        browser.untilText("#step-number", "Step 3 of 4");
        browser.click("#step-whole");
        browser.untilText("#picture", "2.2");
        browser.click("#language");
        browser.until("Chinese", page -> page.text("#tab-net").equals("神经网络"));
        browser.find("#picture").sendKeys(Keys.HOME);
        browser.untilText("#computation", "正向传播");
        browser.show("chinese");
    }

    @Test
    void aFormulaGetsItsGraph() throws IOException {
        open("graph");
        set("#formula", "(x + y)^" + Keys.ENTER);
        browser.untilText("#graph-error", "column 9: expected a number as exponent, found the end");
        browser.find("#picture").sendKeys(Keys.ARROW_RIGHT); // the graph that is shown goes on
        browser.untilText("#step-number", "Step 1 of 4");
        set("#formula", "exp(-x) * y" + Keys.ENTER);
        browser.untilText("#picture", "exp");
        assertEquals("", browser.text("#graph-error"));
        set("input[type=number][data-input='x']", "0");
        browser.until("a gradient of -2", page -> gradient(0).equals("-2"));
        browser.all("#inputs tbody button").get(0).click();
        browser.untilText("#nudged", "The gradient is -2.0000000");
        browser.untilText("#nudged", "a slope of -2.0000333");
        set("#h", "0.1");
        browser.untilText("#nudged", "a slope of -2.0033350");
        browser.show("formula");
        set("#formula", "ln(x) + y" + Keys.ENTER);
        browser.untilText("#picture", "log");
        set("input[type=number][data-input='x']", "-1");
        browser.untilText("#graph-error", "not finite");
    }

    /** What people will see who open it: a net learns moons, and shows how. */
    @Test
    void aNetLearns() throws IOException {
        open("net");
        browser.untilText("#net-state", "step 0");
        browser.click("#one-step");
        browser.untilText("#net-state", "step 1 ");
        set("[name=learningRate]", "0.3");
        set("[name=hidden]", "16, 8");
        browser.click("#settings button");
        browser.untilText("#net-state", "step 0");
        browser.click("#run");
        browser.until(
                "95 %", page -> Double.parseDouble(page.find("#net-state").getDomAttribute("data-accuracy")) >= 0.95);
        browser.show("net");
        browser.click("#run");
        browser.until(
                "a pause",
                page -> page.find("#net-state").getDomAttribute("data-state").equals("PAUSED"));
        browser.click("#check");
        browser.untilText("#checked", "Gradient check passed");
        set("[name=hidden]", "0");
        browser.click("#settings button");
        browser.untilText("#net-error", "hidden layers: expected sizes from 1 to 1024, got 0");
        assertEquals("PAUSED", browser.find("#net-state").getDomAttribute("data-state"));
    }

    @Test
    void aTableOfOnesOwnIsLearned(@TempDir Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < 80; i++) {
            csv.append(i % 4)
                    .append(',')
                    .append(i % 5 - 2)
                    .append(',')
                    .append(i % 4 < 2 ? "few" : "many")
                    .append('\n');
        }
        Path file = folder.resolve("own.csv");
        Files.writeString(file, csv);
        open("net");
        browser.untilText("#net-state", "step 0");
        browser.run("const data = document.querySelector('[name=data]'); data.value = 'table';"
                + " data.dispatchEvent(new Event('change'))");
        browser.click("#settings button");
        browser.untilText("#net-error", "Choose a CSV file first.");
        browser.find("#csv").sendKeys(file.toString());
        browser.click("#settings button");
        browser.untilText("#legend", "many");
        browser.click("#run");
        browser.until(
                "100 %", page -> Double.parseDouble(page.find("#net-state").getDomAttribute("data-accuracy")) == 1);
    }

    private static void drawOne() {
        WebElement pad = browser.find("#pad");
        new Actions(browser.driver())
                .moveToElement(pad, 5, -80)
                .clickAndHold()
                .moveByOffset(-4, 60)
                .moveByOffset(-2, 60)
                .moveByOffset(0, 40)
                .release()
                .perform();
    }

    @Test
    void aDrawnDigitIsRead() throws IOException {
        open("digits");
        browser.until("a trained net", page -> {
            String iteration = page.find("#digits-state").getDomAttribute("data-iteration");
            return iteration != null
                    && Integer.parseInt(iteration) >= 600
                    && page.find("#digits-state").getDomAttribute("data-state").equals("PAUSED");
        });
        drawOne();
        browser.until("a 1", page -> "1".equals(page.find("#answer").getDomAttribute("data-best")));
        assertEquals(50, browser.all("#units canvas").size());
        browser.show("digits");
        browser.click("#clear");
        // a 7 by keys alone: down with the pen, to the right, then down to the left
        WebElement pad = browser.find("#pad");
        pad.sendKeys(Keys.ESCAPE);
        pad.sendKeys(Keys.ARROW_LEFT.toString().repeat(5));
        pad.sendKeys(" ", Keys.ARROW_RIGHT.toString().repeat(11));
        pad.sendKeys((Keys.ARROW_DOWN.toString().repeat(2) + Keys.ARROW_LEFT).repeat(7));
        browser.until("a 7", page -> "7".equals(page.find("#answer").getDomAttribute("data-best")));
    }

    @Test
    void aSavedNetIsLoaded(@TempDir Path folder) throws IOException {
        Network net = Network.sequence(tensors, 1)
                .affine(784, 12)
                .relu()
                .affine(12, 10)
                .softmaxCrossEntropy();
        Path file = folder.resolve("small.safetensors");
        NetworkFile.save(net, file, Map.of());
        open("digits");
        browser.until("a net", page -> page.all("#units canvas").size() == 50);
        browser.find("#digits-load").sendKeys(file.toString());
        browser.untilText("#digits-state", "small.safetensors");
        browser.until("its units", page -> page.all("#units canvas").size() == 12);
        drawOne();
        browser.until("an answer", page -> page.all("#answer tr").size() == 10);
        Path broken = folder.resolve("broken.safetensors");
        Files.writeString(broken, "nothing of the kind");
        browser.find("#digits-load").sendKeys(broken.toString());
        browser.until("a sentence", page -> !page.text("#digits-error").isEmpty());
        assertEquals(12, browser.all("#units canvas").size());
    }

    @Test
    void twoTabsTrainEachItsOwn() {
        open("net");
        browser.untilText("#net-state", "step 0");
        browser.click("#one-step");
        browser.untilText("#net-state", "step 1 ");
        String first = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        try {
            open("net");
            browser.untilText("#net-state", "step 0");
            browser.click("#run");
            browser.until(
                    "steps", page -> Integer.parseInt(page.find("#net-state").getDomAttribute("data-iteration")) > 20);
        } finally {
            browser.driver().close();
            browser.driver().switchTo().window(first);
        }
        browser.untilText("#net-state", "step 1 ");
    }

    /** Another page, on another port, that knows even the token. */
    @Test
    void anotherPageCannotDriveIt() throws IOException {
        open("net");
        browser.untilText("#net-state", "step 0");
        String first = browser.driver().getWindowHandle();
        String step = browser.find("#save").getDomProperty("href").replace("net.safetensors", "step");
        HttpServer foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            byte[] page = "<p id=p>foreign".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        foreign.start();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        try {
            browser.open(URI.create("http://127.0.0.1:" + foreign.getAddress().getPort() + "/"));
            Object outcomes = browser.driver().executeAsyncScript("""
                            const [url, done] = arguments;
                            const tries = ['cors', 'no-cors'].map(mode => fetch(url, {method: 'POST', mode, body: ''})
                                .then(r => mode + ' ' + r.status, () => mode + ' refused'));
                            const image = new Image();
                            image.src = url;
                            Promise.all(tries).then(all => setTimeout(() => done(all.join(', ')), 300));
                            """, step);
            assertEquals("cors refused, no-cors refused", outcomes);
            browser.run("document.body.innerHTML = '<iframe id=f src=\"" + server.url() + "\"></iframe>'");
        } finally {
            browser.driver().close();
            browser.driver().switchTo().window(first);
            foreign.stop(0);
        }
        browser.untilText("#net-state", "step 0");
        browser.click("#one-step");
        browser.untilText("#net-state", "step 1 ");
    }

    /** No line is wider than a phone, in each tab; and nothing is said on the console. */
    @Test
    void fitsAPhone() throws IOException {
        browser.driver().manage().window().setSize(new Dimension(360, 780));
        browser.driver().manage().logs().get("browser"); // what others said
        for (String tab : List.of("graph", "net", "digits")) {
            open(tab);
            browser.run("window.scrollTo(0, 0)");
            browser.until(
                    tab + " is there",
                    page -> !page.text("#" + tab).isBlank()
                            && page.run("return document.readyState").equals("complete"));
            long width = (Long) browser.run("return document.documentElement.scrollWidth");
            long seen = (Long) browser.run("return document.documentElement.clientWidth");
            assertTrue(width <= seen, tab + ": " + width + " pixels wide, " + seen + " are seen");
            browser.show("phone-" + tab);
        }
        List<String> said = browser.driver().manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getMessage())
                .toList();
        assertEquals(List.of(), said);
    }
}
