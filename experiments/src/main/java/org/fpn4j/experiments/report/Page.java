package org.fpn4j.experiments.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.experiments.picture.Jpegs;

/**
 * Fills a template and puts style, script, chart library and pictures into the same file, which then needs nothing from
 * anywhere. What a user wrote passes through the template's escaping; only files of this program do not.
 */
final class Page {
    private static final String WEBJAR = "/META-INF/resources/webjars/chart.js/4.4.4/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A picture of a page. */
    record Picture(String name, String description, String source) {}

    /** Pictures that belong beside each other. */
    record Row(String caption, List<Picture> pictures) {}

    /** Rows that were chosen for one reason. */
    record Group(String title, String explanation, List<Row> examples) {}

    private Page() {}

    /**
     * The page.
     *
     * @param template name of a template beside this class
     * @param model what the template's tags name
     */
    static String render(String template, List<Chart> charts, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("style", resource("report.css"));
        all.put("script", resource("report.js"));
        all.put("charts", charts);
        all.put("hasCharts", !charts.isEmpty());
        all.put("chartData", json(charts));
        all.put("chartLicense", resource(WEBJAR + "LICENSE.md").replace("*/", "* /"));
        all.put("chartLibrary", withoutSourceMap(resource(WEBJAR + "dist/chart.umd.js")));
        return Mustache.compiler()
                .strictSections(true)
                .withLoader(name -> new StringReader(resource(name + ".mustache")))
                .compile(resource(template + ".mustache"))
                .execute(all);
    }

    /** The sections of pictures, notes and circumstances that every page ends with. */
    static void putClosing(
            Map<String, Object> model, Pictures pictures, List<String> notes, Circumstances circumstances) {
        model.put(
                "groups",
                pictures.groups().stream()
                        .map(group -> new Group(
                                group.title(),
                                group.explanation(),
                                group.examples().stream()
                                        .map(example -> row(example.caption(), example.pictures()))
                                        .toList()))
                        .toList());
        model.put("hasGroups", !pictures.groups().isEmpty());
        model.put(
                "heatMaps",
                pictures.heatMaps().stream()
                        .map(row -> row(row.caption(), row.pictures()))
                        .toList());
        model.put("hasHeatMaps", !pictures.heatMaps().isEmpty());
        model.put("notes", notes);
        model.put("hasNotes", !notes.isEmpty());
        model.put("command", circumstances.command());
        model.put("commits", circumstances.commits());
        model.put("hasCommits", !circumstances.commits().isEmpty());
        model.put("machines", circumstances.machines());
        model.put("data", circumstances.dataSummary());
        model.put("startedAt", circumstances.startedAt());
    }

    /** Pictures as a template shows them. */
    static Row row(String caption, List<NamedPicture> pictures) {
        return new Row(
                caption,
                pictures.stream()
                        .map(picture ->
                                new Picture(picture.name(), picture.description(), Jpegs.dataUri(picture.jpeg())))
                        .toList());
    }

    /** Data for a script element, where a {@code <} could end the element and a line separator the script. */
    private static String json(List<Chart> charts) {
        try {
            return JSON.writeValueAsString(charts)
                    .replace("<", "\\u003C")
                    .replace(">", "\\u003E")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line names a file that a browser's developer tools would ask for. */
    private static String withoutSourceMap(String script) {
        int comment = script.lastIndexOf("//# sourceMappingURL");
        return comment < 0 ? script : script.substring(0, comment);
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource[" + name + "] is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
