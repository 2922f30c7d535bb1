package org.fpn4j.interop.naming;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the heads of mmdetection's {@code FasterRCNN} and {@code MaskRCNN}, of versions 1 to 3.
 *
 * <pre>
 * rpn_head.rpn_conv.*   (rpn_conv.0.conv.*)            head.rpn.tower.0.*
 * rpn_head.rpn_cls.*, rpn_reg                          head.rpn.objectness.*, deltas
 * roi_head.bbox_head.shared_convs.0.conv.*             head.box.conv.0.*
 * roi_head.bbox_head.shared_fcs.0.*                    head.box.fc.0.*
 * roi_head.bbox_head.fc_cls.*, fc_reg                  head.box.classes.*, deltas
 * roi_head.mask_head.convs.0.conv.*                    head.mask.conv.0.*
 * roi_head.mask_head.upsample.*, conv_logits           head.mask.upsample.*, logits
 * </pre>
 */
final class MmdetRegionNames {
    private static final Pattern RPN_CONV =
            Pattern.compile("rpn_head\\.rpn_conv\\.(?:(\\d{1,3})\\.conv\\.)?(weight|bias)");
    private static final Pattern FC = Pattern.compile("roi_head\\.bbox_head\\.shared_fcs\\.(\\d{1,3})\\.(weight|bias)");
    private static final Pattern CONV = Pattern.compile(
            "roi_head\\.(?:(bbox)_head\\.shared_convs|mask_head\\.convs)\\.(\\d{1,3})\\.(conv|bn|gn)\\.(\\w+)");
    private static final Pattern PREDICTOR = Pattern.compile(
            "(?:rpn_head|roi_head\\.(?:bbox|mask)_head)\\.(rpn_cls|rpn_reg|fc_cls|fc_reg|upsample|conv_logits)\\.(weight|bias)");

    private MmdetRegionNames() {}

    /** Our name of a tensor of theirs. */
    static Optional<String> of(String name) {
        Matcher rpn = RPN_CONV.matcher(name);
        if (rpn.matches()) {
            String index = Optional.ofNullable(rpn.group(1)).orElse("0");
            return Optional.of("head.rpn.tower." + index + "." + rpn.group(2));
        }
        Matcher fc = FC.matcher(name);
        if (fc.matches()) {
            return Optional.of("head.box.fc." + fc.group(1) + "." + fc.group(2));
        }
        Matcher convolution = CONV.matcher(name);
        if (convolution.matches()) {
            return Optional.of("head." + (convolution.group(1) == null ? "mask" : "box") + ".conv."
                    + convolution.group(2) + (convolution.group(3).equals("conv") ? "." : ".norm.")
                    + convolution.group(4));
        }
        Matcher predictor = PREDICTOR.matcher(name);
        return predictor.matches() ? Optional.of(scope(predictor.group(1)) + predictor.group(2)) : Optional.empty();
    }

    private static String scope(String predictor) {
        return switch (predictor) {
            case "rpn_cls" -> "head.rpn.objectness.";
            case "rpn_reg" -> "head.rpn.deltas.";
            case "fc_cls" -> "head.box.classes.";
            case "fc_reg" -> "head.box.deltas.";
            case "upsample" -> "head.mask.upsample.";
            default -> "head.mask.logits.";
        };
    }
}
