package org.fpn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people see it, in a Chromium where this machine has one. */
class PageInBrowserTest {
    private static final String BOXES = "document.querySelectorAll('.box').length";

    @TempDir
    private static Path folder;

    private static DetectionServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> chromium = Browser.executable();
        assumeTrue(chromium.isPresent(), "no Chromium is on the PATH");
        server = DetectionServer.start(
                "localhost", 0, new ServerLimits(100_000, 1, Duration.ofSeconds(20)), new StubDetector(), line -> {});
        browser = Browser.open(chromium.get(), folder);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void load() throws Exception {
        browser.go(server.address());
        browser.await("document.title === 'lungs <1>'");
    }

    private static Path file(String name, byte[] content) throws Exception {
        return Files.write(folder.resolve(name), content);
    }

    private static void choose(String name, byte[] content) throws Exception {
        browser.choose("#file", file(name, content));
        browser.await("!document.getElementById('status').textContent.startsWith('Looking')");
    }

    private static String text(String id) throws Exception {
        return browser.value("document.getElementById('" + id + "').textContent")
                .asText();
    }

    @Test
    void aChosenPictureIsShownWithItsBoxes() throws Exception {
        choose("a.png", SentFiles.picture("png", 80, 40));
        browser.await(BOXES + " === 2");

        JsonNode box = browser.value(
                """
                (() => {
                  const view = document.getElementById('view').getBoundingClientRect();
                  const box = document.querySelector('.box').getBoundingClientRect();
                  return [(box.left - view.left) / view.width, (box.top - view.top) / view.height,
                    box.width / view.width, box.height / view.height, view.width / view.height];
                })()""");

        double[] places = {0.25, 0.25, 0.25, 0.25, 2};
        for (int i = 0; i < places.length; i++) {
            assertThat(box.get(i).asDouble()).as("place " + i).isCloseTo(places[i], within(0.005));
        }
        assertThat(browser.value("[...document.querySelectorAll('.box span')].map(label => label.textContent).join()")
                        .asText())
                .isEqualTo("nodule 0.90,heart <b> 0.50");
        assertThat(browser.value("document.getElementById('picture').naturalWidth")
                        .asInt())
                .isEqualTo(80);
        assertThat(text("size")).isEqualTo("80 × 40 pixels");
        assertThat(text("notes")).isEqualTo("the file does not say how large its pixels are: sizes are in pixels");
        assertThat(browser.value("document.body.innerText").asText()).doesNotContain("a.png");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDroppedDicomFileHasMillimetres() throws Exception {
        browser.drop(200, 200, file("b", SentFiles.dicom("0.5\\0.25")));
        browser.await(BOXES + " === 2");

        assertThat(text("size")).isEqualTo("4 × 2 pixels, 1 × 1 mm (a pixel is 0.25 × 0.5 mm)");
        assertThat(text("objects")).contains("nodule0.9001, 11 × 1, 0.3 × 0.3 mm");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void scoresAndClassesAreChosen() throws Exception {
        choose("c.png", SentFiles.png());
        browser.await(BOXES + " === 2");

        browser.value("score.value = 0.1; score.dispatchEvent(new Event('input'))");
        assertThat(browser.value(BOXES).asInt()).isEqualTo(3);
        assertThat(text("score-value")).isEqualTo("0.10");

        browser.value("document.querySelector('#classes input').click()");
        assertThat(browser.value(BOXES).asInt()).isEqualTo(1);
        assertThat(text("count")).isEqualTo("1 of 3");
    }

    @Test
    void aLevelLiesOverThePicture() throws Exception {
        choose("d.png", SentFiles.png());
        browser.await(BOXES + " === 2");
        assertThat(browser.value("map.hidden").asBoolean()).isTrue();

        browser.value("level.value = 'features/C2'; level.dispatchEvent(new Event('change'))");

        assertThat(browser.value("map.hidden").asBoolean()).isFalse();
        assertThat(browser.value("[...map.getContext('2d').getImageData(0, 0, 1, 1).data].join()")
                        .asText())
                .isEqualTo("68,1,84,255"); // viridis' darkest
        assertThat(browser.value("map.width + ' ' + map.height").asText()).isEqualTo("3 2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsNoPictureIsSaidAndWhatWasSeenStays() throws Exception {
        choose("e.png", SentFiles.png());
        browser.await(BOXES + " === 2");

        choose("f.txt", new byte[] {'h', 'i'});

        browser.await("document.getElementById('status').textContent.includes('image cannot be decoded')");
        assertThat(browser.value(BOXES).asInt()).isEqualTo(2);
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenSent() throws Exception {
        choose("g.png", new byte[100_001]);

        assertThat(text("status")).isEqualTo("The file is larger than 100000 bytes, which is the most that is taken.");
    }

    @Test
    void aNarrowScreenHoldsAllOfIt() throws Exception {
        browser.command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 400, "height", 800, "deviceScaleFactor", 1, "mobile", true));
        choose("h.png", SentFiles.picture("png", 400, 300));
        browser.await(BOXES + " === 2");

        assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                .isEqualTo(400);
        browser.command("Emulation.clearDeviceMetricsOverride", Map.of());
    }
}
