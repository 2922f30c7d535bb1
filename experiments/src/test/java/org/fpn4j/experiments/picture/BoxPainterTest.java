package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;
import org.junit.jupiter.api.Test;

class BoxPainterTest {
    private static final List<String> NAMES = List.of("nodule", "heart");
    private static final Box BOX = new Box(40, 60, 160, 140);

    private final BoxPainter painter = new BoxPainter(NAMES, new PixelLettering());

    private static BufferedImage grey() {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 200 * 200; i++) {
            image.setRGB(i % 200, i / 200, 0x606060);
        }
        return image;
    }

    private static Set<Integer> colours(BufferedImage image, int x1, int y1, int x2, int y2) {
        Set<Integer> colours = new LinkedHashSet<>();
        for (int y = y1; y < y2; y++) {
            for (int x = x1; x < x2; x++) {
                colours.add(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }

    @Test
    void aDetectionIsASolidLineInTheColourOfItsClass() {
        BufferedImage image = grey();
        BufferedImage painted = painter.paint(image, List.of(LabelledBox.detection(new Detection(1, 0.87f, BOX))));
        int colour = ClassColors.of(1).getRGB() & 0xFFFFFF;
        // a line one pixel wide around x = 160 lies half on pixel 159 and half on 160
        Set<Integer> edge = colours(painted, 159, 80, 161, 130);
        assertThat(edge).hasSize(1).doesNotContain(0x606060);
        int mixed = edge.iterator().next();
        assertThat(mixed & 0xFF).isBetween((colour & 0xFF) / 2 + 0x30 - 2, (colour & 0xFF) / 2 + 0x30 + 2);
        assertThat(colours(painted, 50, 70, 150, 130)).containsExactly(0x606060);
        assertThat(colours(image, 0, 0, 200, 200)).containsExactly(0x606060);
    }

    @Test
    void aBoxWithoutLabelIsItsOutlineAlone() {
        LabelledBox truth = LabelledBox.groundTruth(BOX, 0);
        int label = ClassColors.of(0).getRGB() & 0xFFFFFF;

        assertThat(colours(painter.paint(grey(), List.of(truth)), 0, 0, 200, 200))
                .contains(label);
        assertThat(colours(painter.paint(grey(), List.of(truth.unlabelled())), 0, 0, 200, 200))
                .doesNotContain(label);
    }

    /** The mask covers the left half of the box, in pixels of the image; enlarged, it grows with it. */
    @Test
    void whatAMaskCoversIsTintedInTheColourOfTheClass() {
        float[] left = {1, 0, 1, 0};
        LabelledBox box = LabelledBox.detection(new Detection(1, 0.9f, BOX))
                .withMask(Optional.of(new BoxMask(BOX, 2, left).on(200, 200)));

        int colour = ClassColors.of(1).getRGB() & 0xFF;
        int blended = 0x60 + (colour - 0x60) * 110 / 255;
        assertThat(colours(painter.paint(grey(), List.of(box)), 50, 80, 80, 120))
                .singleElement()
                .satisfies(tint -> assertThat(tint & 0xFF).isBetween(blended - 2, blended + 2));
        assertThat(colours(painter.paint(grey(), List.of(box)), 120, 80, 150, 120))
                .containsExactly(0x606060);
        assertThat(colours(painter.paintEnlarged(grey(), List.of(box), 2), 100, 160, 160, 240))
                .singleElement()
                .satisfies(tint -> assertThat(tint & 0xFF).isBetween(blended - 2, blended + 2));
    }

    @Test
    void groundTruthIsDashedWhite() {
        BufferedImage painted = painter.paint(grey(), List.of(LabelledBox.groundTruth(BOX, 0)));
        Set<Integer> edge = colours(painted, 40, 80, 41, 130);
        assertThat(edge).anySatisfy(colour -> assertThat(colour & 0xFF).isGreaterThan(0x80));
        assertThat(edge).anySatisfy(colour -> assertThat(colour & 0xFF).isLessThan(0x60));
    }

    @Test
    void theLabelLiesAboveTheBoxOnAFilledBackground() {
        BufferedImage painted = painter.paint(grey(), List.of(LabelledBox.detection(new Detection(0, 0.5f, BOX))));
        int background = ClassColors.of(0).getRGB() & 0xFFFFFF;
        assertThat(colours(painted, 40, 48, 100, 59)).containsExactlyInAnyOrder(background, 0x000000);
        assertThat(colours(painted, 40, 20, 100, 47)).containsExactly(0x606060);
    }

    @Test
    void aLabelAtTheBorderStaysInsideTheImage() {
        Box corner = new Box(180, 0, 200, 10);
        BufferedImage painted = painter.paint(grey(), List.of(LabelledBox.detection(new Detection(1, 1f, corner))));
        int background = ClassColors.of(1).getRGB() & 0xFFFFFF;
        int width = new PixelLettering().width("heart 1.00", 12) + 6;
        assertThat(colours(painted, 200 - width, 12, 200 - width + 1, 20)).containsExactly(background);
        assertThat(colours(painted, 199 - width, 12, 200 - width, 20)).containsExactly(0x606060);
    }

    @Test
    void labelsOfNeighboursDoNotCoverEachOther() {
        Box neighbour = new Box(44, 62, 164, 142);
        BufferedImage painted = painter.paint(
                grey(),
                List.of(
                        LabelledBox.detection(new Detection(0, 0.9f, BOX)),
                        LabelledBox.detection(new Detection(1, 0.8f, neighbour))));
        assertThat(colours(painted, 41, 48, 100, 59)).contains(ClassColors.of(0).getRGB() & 0xFFFFFF);
        assertThat(colours(painted, 50, 143, 100, 154))
                .contains(ClassColors.of(1).getRGB() & 0xFFFFFF);
    }

    @Test
    void anEnlargedCopyTakesItsBoxesAlong() {
        BufferedImage painted =
                painter.paintEnlarged(grey(), List.of(LabelledBox.detection(new Detection(1, 0.87f, BOX))), 3);
        assertThat(painted.getWidth()).isEqualTo(600);
        int colour = ClassColors.of(1).getRGB() & 0xFFFFFF;
        assertThat(painted.getRGB(480, 300) & 0xFFFFFF).isEqualTo(colour); // 3 * 160 = 480, lines three pixels wide
        assertThat(painted.getRGB(470, 300) & 0xFFFFFF).isEqualTo(0x606060);
    }

    @Test
    void aClassWithoutNameIsNamedByItsIndex() {
        assertThatThrownBy(() -> painter.paint(grey(), List.of(LabelledBox.groundTruth(BOX, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("class[2] has no name; there are 2 names");
    }

    @Test
    void theMachinesOwnLettersAreDrawnToo() {
        BufferedImage painted =
                new BoxPainter(NAMES).paint(grey(), List.of(LabelledBox.detection(new Detection(0, 0.5f, BOX))));
        assertThat(colours(painted, 40, 48, 70, 59))
                .contains(ClassColors.of(0).getRGB() & 0xFFFFFF)
                .hasSizeGreaterThan(1);
    }

    @Test
    void eightyClassesHaveEightyColoursAndReadableLabels() {
        Set<Color> colours = new LinkedHashSet<>();
        for (int index = 0; index < 80; index++) {
            Color colour = ClassColors.of(index);
            colours.add(colour);
            double ground = ClassColors.luminance(colour) + 0.05;
            double text = ClassColors.luminance(ClassColors.textOn(colour)) + 0.05;
            // WCAG 2.2 asks for a contrast of 4.5
            assertThat(Math.max(ground, text) / Math.min(ground, text)).isGreaterThan(4.5);
        }
        assertThat(colours).hasSize(80);
    }
}
