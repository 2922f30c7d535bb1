package org.fpn4j.experiments.memory;

/** How many images of which sides, in pixels, go through a network together. */
record BatchSize(int images, int height, int width) {
    BatchSize of(int otherImages) {
        return new BatchSize(otherImages, height, width);
    }

    BatchSize halved() {
        return new BatchSize(images, (height + 1) / 2, (width + 1) / 2);
    }

    String input() {
        return height + "x" + width;
    }
}
