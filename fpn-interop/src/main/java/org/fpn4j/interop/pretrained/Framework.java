package org.fpn4j.interop.pretrained;

import java.util.Locale;

/** Whose checkpoints can be read. */
public enum Framework {
    /** Our own safetensors files. */
    FPN4J,
    /**
     * RetinaNet, FCOS, Faster R-CNN, Mask R-CNN, ResNets and MobileNetV3s: {@code .pth}, {@code .pt} of both formats, {@code
     * .safetensors}.
     */
    TORCHVISION,
    /** ResNets of Keras as TensorFlow.js ships them: {@code model.json} and its shards. */
    KERAS_TFJS,
    /** EfficientDets of efficientdet-pytorch, with EfficientNet or ResNet: {@code .pth}, {@code .safetensors}. */
    EFFDET,
    /** EfficientNets of timm: {@code .pth}, {@code .safetensors}. */
    TIMM,
    /** RetinaNet, FCOS, Faster R-CNN and Mask R-CNN of mmdetection with FPN or PAFPN: {@code .pth}. */
    MMDET,
    /** YOLOX's own names: {@code .pth}, {@code .safetensors}. */
    YOLOX,
    /** A ComputationGraph as DL4J's ModelSerializer writes it, for backbones made of such files: {@code .zip}. */
    DL4J;

    /** As it is written on the command line: {@code keras-tfjs}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
