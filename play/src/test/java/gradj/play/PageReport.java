package gradj.play;

import gradj.backend.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How fast the page is in a browser; no test, but what docs/play.md is written from: {@code mvn -pl play -am test
 * -Dtest=PageReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PageReport {
    private static final int DRAGS = 300;

    @Test
    void report() throws IOException, InterruptedException {
        try (PlayServer server = PlayServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Backends.float32(), null);
                Browser browser = Browser.start(1200, 1000)) {
            for (int i = 0; i < 3; i++) {
                browser.open(server.url());
                browser.untilText("#picture", "220");
                Object paint =
                        browser.run("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime");
                Object bytes = browser.run("return performance.getEntriesByType('resource').concat("
                        + "performance.getEntriesByType('navigation')).reduce((sum, e) => sum + e.encodedBodySize, 0)");
                System.out.println("first paint " + paint + " ms, " + bytes + " bytes");
            }
            drag(browser);
            learn(server, browser);
        }
    }

    /** From the event of an input to the frame after its new numbers are in the page. */
    private static void drag(Browser browser) {
        List<?> times = (List<?>) browser.driver().executeAsyncScript("""
                        const [count, done] = arguments;
                        const field = document.querySelector("input[type=range][data-input='apple']");
                        const picture = document.getElementById('picture');
                        const times = [];
                        const next = i => {
                            if (i === count) { done(times); return; }
                            requestAnimationFrame(() => {
                                const start = performance.now();
                                const watch = new MutationObserver(() => {
                                    watch.disconnect();
                                    const changed = performance.now();
                                    requestAnimationFrame(() => {
                                        times.push([changed - start, performance.now() - start]);
                                        setTimeout(() => next(i + 1), 10);
                                    });
                                });
                                watch.observe(picture, {childList: true});
                                field.value = 20 + i % 150;
                                field.dispatchEvent(new Event('input', {bubbles: true}));
                            });
                        };
                        next(0);
                        """, DRAGS);
        for (int which = 0; which < 2; which++) {
            int column = which;
            double[] sorted = times.stream()
                    .skip(DRAGS / 10)
                    .mapToDouble(pair -> ((Number) ((List<?>) pair).get(column)).doubleValue())
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "drag, until %s: median %.1f ms, 95th percentile %.1f, most %.1f%n",
                    which == 0 ? "the page has the numbers" : "the next frame",
                    sorted[sorted.length / 2],
                    sorted[sorted.length * 95 / 100],
                    sorted[sorted.length - 1]);
        }
    }

    private static void learn(PlayServer server, Browser browser) throws InterruptedException {
        browser.open(server.url().resolve("#net"));
        browser.driver().navigate().refresh();
        browser.untilText("#net-state", "step 0");
        browser.run("const data = document.querySelector('[name=data]'); data.value = 'digits';"
                + " data.dispatchEvent(new Event('change'))");
        browser.untilText("#net-state", "784");
        browser.click("#run");
        for (int i = 0; i < 8; i++) {
            Thread.sleep(1500);
            System.out.println("steps a second: " + browser.find("#net-state").getDomAttribute("data-rate"));
        }
    }
}
