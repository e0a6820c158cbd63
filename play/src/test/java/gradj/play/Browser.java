package gradj.play;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's Chromium, without a window. */
final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is no browser; fails it under gradj.strict. */
    static Browser start(int width, int height, String... more) {
        boolean isHere = Files.exists(DRIVER) && Files.exists(CHROMIUM);
        if (!isHere && (Boolean.getBoolean("gradj.strict") || Boolean.parseBoolean(System.getenv("GRADJ_STRICT")))) {
            Assertions.fail("no " + DRIVER + " or no " + CHROMIUM + ": apt-get install chromium chromium-driver");
        }
        Assumptions.assumeTrue(isHere, "no Chromium here: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en");
        options.addArguments("--window-size=" + width + "," + height);
        options.addArguments(more);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    ChromeDriver driver() {
        return driver;
    }

    void open(URI url) {
        driver.get(url.toString());
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    void click(String css) {
        find(css).click();
    }

    String text(String css) {
        return find(css).getText();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits until this is so, a minute at most. */
    void until(String what, Predicate<Browser> isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.test(this)) {
            Assertions.assertTrue(
                    System.nanoTime() < end, () -> "waited for: " + what + "; the page shows: " + text("main"));
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void untilText(String css, String part) {
        until(css + " shows " + part, browser -> browser.text(css).contains(part));
    }

    /** For people to look at: a PNG in the folder that -Dgradj.screenshots names. */
    void show(String name) throws IOException {
        String folder = System.getProperty("gradj.screenshots");
        if (folder != null) {
            Files.write(Path.of(folder, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
