package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

/** How formats of pictures are found. */
class PictureFormatsTest {
    @Test
    void formatsOfTheClassPathAreNamedInTheOrderOfTheirNames() {
        assertThat(PictureFormats.found().names("or")).contains("JPEG", "PNG").contains(" or ");
        assertThat(PictureFormats.found().endings()).contains(".png", ".jpg", ".jpeg");
        assertThat(new PictureFormats(List.of(new Named("c"), new Named("a"), new Named("b"))).names("or"))
                .isEqualTo("a, b or c");
    }

    @Test
    void twoFormatsOfOneNameAreToldByTheirClasses() {
        List<PictureFormat> twice = List.of(new Named("PNG"), new PngFormat());

        assertThatThrownBy(() -> new PictureFormats(twice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("picture format[PNG] is there twice: [" + Named.class.getName() + "] and ["
                        + PngFormat.class.getName() + "]");
    }

    private record Named(String name) implements PictureFormat {
        @Override
        public List<String> endings() {
            return List.of();
        }

        @Override
        public boolean recognises(byte[] start) {
            return false;
        }

        @Override
        public PictureHeader header(ImageInputStream stream) {
            throw new UnsupportedOperationException("recognises nothing");
        }

        @Override
        public EncodedPicture open(Path file, byte[] content) {
            throw new UnsupportedOperationException("recognises nothing");
        }
    }
}
