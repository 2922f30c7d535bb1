package org.fpn4j.data.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dicom.DicomHeader;
import org.fpn4j.data.dicom.DicomImage;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PixelSpacing;

/** What the public classes say of a DICOM file. */
final class DicomAnswers implements PictureCase.Answers {
    @Override
    public Set<String> kinds() {
        return Set.of(
                "monochrome1",
                "window-linear",
                "window-function",
                "several-windows",
                "window-width",
                "rescale-missing",
                "rescale-fractional",
                "rescale-zero",
                "unused-bits",
                "signed-stored-bits",
                "voi-lut",
                "lut-length-zero",
                "modality-lut",
                "pixel-spacing-order",
                "imager-pixel-spacing",
                "pixel-aspect-ratio",
                "planar-configuration",
                "rle-colour",
                "rle-padding",
                "jpeg-lossless",
                "jpeg-lossless-modulo",
                "jpeg-lossless-predictor",
                "jpeg2000-sign",
                "fragments",
                "pixel-data-length",
                "multi-frame",
                "no-preamble",
                "icon-image",
                "deflated",
                "big-endian",
                "palette",
                "pixel-padding",
                "jpeg-baseline",
                "decimal-strings",
                "un-sequence");
    }

    /** Files that are to be refused name what is wrong; others a syntax that nothing decodes. */
    @Override
    public boolean refusalHolds(Path picture, JsonNode parameters, JsonNode expect, IOException refusal) {
        String told;
        try {
            new PictureReader().read(picture);
            return false;
        } catch (UserInputException e) {
            told = e.getMessage();
        }
        boolean named = told.startsWith(picture + ": image cannot be decoded, ");
        if (expect.has("error")) {
            return named
                    && told.contains("[" + parameters.path("present_bytes").asText() + "]")
                    && told.contains("[" + parameters.path("needed_bytes").asText() + "]");
        }
        if (expect.has("number_of_frames")) {
            return named
                    && told.contains("Number of Frames["
                            + expect.at("/number_of_frames/value").asText() + "]");
        }
        return named && told.contains("which is not read");
    }

    @Override
    public Object value(Path picture, String name, JsonNode parameters) throws IOException {
        if (name.startsWith("known:")) {
            return Set.of("display", "modality", "stored").contains(name.substring("known:".length()));
        }
        try (DicomImage image = DicomImage.of(picture, Files.readAllBytes(picture))) {
            DicomHeader header = image.header();
            return switch (name) {
                case "stored" -> rows(image.stored(), image);
                case "modality" -> rows(image.modality(), image);
                case "display", "display_min_max" -> rows(image.decode().planes(), image);
                case "lut_output" -> rows(image.tabled(), image);
                case "padding" -> rows(image.padding(), image);
                case "rgb" -> colours(image.decode());
                case "finite" -> varies(image.decode());
                case "constant_image_silently" -> !varies(image.decode())
                        && header.notes().isEmpty();
                case "minimum_without_padding" -> whole(image).min().orElseThrow();
                case "maximum_without_padding" -> whole(image).max().orElseThrow();
                case "rows" -> header.size().height();
                case "columns" -> header.size().width();
                case "bits_allocated" -> header.bitsAllocated();
                case "number_of_frames" -> 1;
                case "first_row" -> rows(image.stored(), image)[0];
                case "error" -> image.decode().width() == 0; // it is none, when it came as far as that
                default -> measure(header, name, parameters);
            };
        }
    }

    private static Object measure(DicomHeader header, String name, JsonNode parameters) {
        PixelSpacing patient = header.spacing().patient().orElse(new PixelSpacing(1, 1));
        double width = parameters.at("/box_xyxy/2").asDouble()
                - parameters.at("/box_xyxy/0").asDouble();
        double height = parameters.at("/box_xyxy/3").asDouble()
                - parameters.at("/box_xyxy/1").asDouble();
        return switch (name) {
            case "patient_spacing_known" -> header.spacing().patient().isPresent();
            case "calibrated" -> header.spacing().calibrated();
            case "row_spacing_mm" -> patient.y();
            case "column_spacing_mm" -> patient.x();
            case "detector_row_spacing_mm" -> header.spacing()
                    .detector()
                    .orElseThrow()
                    .y();
            case "detector_column_spacing_mm" -> header.spacing()
                    .detector()
                    .orElseThrow()
                    .x();
            case "width_mm" -> width * patient.x();
            case "height_mm" -> height * patient.y();
            case "diagonal_mm" -> Math.hypot(width * patient.x(), height * patient.y());
            case "area_mm2" -> width * patient.x() * height * patient.y();
            case "pixel_height_over_width" -> header.spacing().heightOverWidth();
            case "box_height_over_width" -> header.spacing().heightOverWidth() * height / width;
            default -> throw new IllegalArgumentException("expectation[" + name + "] is of no kind that is known");
        };
    }

    private static Object[][] rows(Object values, DicomImage image) {
        int width = image.size().width();
        Object[][] rows = new Object[image.size().height()][width];
        for (int i = 0; i < rows.length * width; i++) {
            rows[i / width][i % width] = Array.get(values, i);
        }
        return rows;
    }

    private static int[][][] colours(Picture picture) {
        int[][][] colours = new int[picture.height()][picture.width()][3];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    colours[y][x][channel] = Math.round(picture.at(channel, y, x) * 255);
                }
            }
        }
        return colours;
    }

    private static boolean varies(Picture picture) {
        float first = picture.planes()[0];
        boolean varies = false;
        for (float value : picture.planes()) {
            if (!Float.isFinite(value)) {
                return false;
            }
            varies |= value != first;
        }
        return varies;
    }

    private static IntStream whole(DicomImage image) throws IOException {
        int[] stored = image.stored();
        boolean[] padding = image.padding();
        return IntStream.range(0, stored.length).filter(i -> !padding[i]).map(i -> stored[i]);
    }
}
