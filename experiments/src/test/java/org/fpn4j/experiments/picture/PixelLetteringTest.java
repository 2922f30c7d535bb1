package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PixelLetteringTest {
    private final PixelLettering letters = new PixelLettering();

    @Test
    void everyPrintableCharacterHasAGlyphOfItsOwn() {
        Set<String> glyphs = new HashSet<>();
        for (int character = ' '; character <= '~'; character++) {
            glyphs.add(Arrays.toString(letters.rows(character)));
            assertThat(Arrays.stream(letters.rows(character)).boxed()).allMatch(row -> row >= 0 && row < 32);
        }
        assertThat(glyphs).hasSize('~' - ' ' + 1);
        assertThat(letters.rows(0x4E2D)).isEqualTo(letters.rows('?'));
    }

    @Test
    void aLetterIsDrawnDotByDot() {
        BufferedImage image = new BufferedImage(12, 18, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        letters.draw(graphics, "T", 0, 0, 18, Color.WHITE);
        StringBuilder dots = new StringBuilder();
        for (int y = 2; y < 16; y += 2) {
            for (int x = 0; x < 10; x += 2) {
                dots.append((image.getRGB(x, y) & 0xFF) > 0 ? '#' : '.');
            }
            dots.append('\n');
        }
        assertThat(dots.toString()).isEqualTo("#####\n..#..\n..#..\n..#..\n..#..\n..#..\n..#..\n");
    }

    @Test
    void longCaptionsAreCut() {
        assertThat(letters.shortened("consolidation", 9, 60)).isEqualTo("consoli...");
        assertThat(letters.shortened("heart", 9, 60)).isEqualTo("heart");
    }
}
