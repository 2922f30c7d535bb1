package org.fpn4j.interop.pretrained;

import java.util.Locale;

/** Whose checkpoints can be read. */
public enum Framework {
    /** Our own safetensors files. */
    FPN4J,
    /** RetinaNet, FCOS and ResNets: {@code .pth}, {@code .pt} of both formats, {@code .safetensors}. */
    TORCHVISION,
    /** ResNets of Keras as TensorFlow.js ships them: {@code model.json} and its shards. */
    KERAS_TFJS;

    /** As it is written on the command line: {@code keras-tfjs}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
