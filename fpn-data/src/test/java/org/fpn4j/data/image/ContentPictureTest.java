package org.fpn4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;

class ContentPictureTest {
    private static byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(2, 1, 0, 77);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void needsNoFile() throws IOException {
        ContentPicture sent = new ContentPicture("picture", png());

        assertThat(sent.header().seen()).isEqualTo(new PictureSize(3, 2));
        assertThat(sent.header().spacing()).isEmpty();
        assertThat(sent.read().at(0, 1, 2)).isEqualTo(77 / 255f);
    }

    @Test
    void whatIsWrongIsSaidByItsNameWithoutLookingForAFile() throws IOException {
        byte[] png = png();

        assertThatThrownBy(() -> new ContentPicture("picture", new byte[] {1, 2, 3}).header())
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        picture: image cannot be decoded, it is neither DICOM, JPEG, PNG nor TIFF
                            expected a complete DICOM, JPEG, PNG or TIFF file""");
        assertThatThrownBy(() -> new ContentPicture("picture", Arrays.copyOf(png, png.length - 20)).read())
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith("picture: image cannot be decoded, file ends within chunk[IDAT]\n");
    }
}
