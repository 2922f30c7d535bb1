package org.fpn4j.core.backbone;

/** Numbers of channels that are a multiple of eight, as the families of mobile networks round them. */
final class RoundedChannels {
    private static final int MULTIPLE = 8;
    private static final double LEAST_SHARE = 0.9;

    private RoundedChannels() {}

    /** The nearest multiple, half up; the next one where that would lose more than a tenth. */
    static int of(double channels) {
        int rounded = Math.max(MULTIPLE, (int) (channels + MULTIPLE / 2.0) / MULTIPLE * MULTIPLE);
        return rounded < LEAST_SHARE * channels ? rounded + MULTIPLE : rounded;
    }
}
