package org.fpn4j.data.radiograph;

import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;

/** A radiograph that is drawn when it is asked for. */
record GeneratedPicture(RadiographGenerator generator, String name, long index) implements PictureSource {
    @Override
    public Picture read() {
        return generator.draw(index);
    }
}
