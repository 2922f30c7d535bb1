package org.fpn4j.interop.naming;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;

/**
 * Names of the heads of torchvision's {@code fasterrcnn_*} and {@code maskrcnn_*}, of all versions since 0.8.
 *
 * <pre>
 * rpn.head.conv.0.0.*   (rpn.head.conv.*)                  head.rpn.tower.0.*
 * rpn.head.cls_logits.*                                    head.rpn.objectness.*
 * rpn.head.bbox_pred.*                                     head.rpn.deltas.*
 * roi_heads.box_head.fc6.*, fc7                            head.box.fc.0.*, fc.1
 * roi_heads.box_head.0.0.*, 0.1                            head.box.conv.0.*, conv.0.norm
 * roi_heads.box_head.5.*                                   head.box.fc.0.*   behind four convolutions and a flattening
 * roi_heads.box_predictor.cls_score.*, bbox_pred           head.box.classes.*, deltas
 * roi_heads.mask_head.0.0.*, 0.1   (mask_fcn1.*)           head.mask.conv.0.*, conv.0.norm
 * roi_heads.mask_predictor.conv5_mask.*, mask_fcn_logits   head.mask.upsample.*, logits
 * </pre>
 *
 * Those in parentheses are of versions before 0.13, whose published weights are still in use.
 */
final class TorchvisionRegionNames {
    private static final Pattern RPN_CONV = Pattern.compile("rpn\\.head\\.conv\\.(?:(\\d{1,3})\\.0\\.)?(weight|bias)");
    private static final Pattern RPN = Pattern.compile("rpn\\.head\\.(cls_logits|bbox_pred)\\.(weight|bias)");
    private static final Pattern FC = Pattern.compile("roi_heads\\.box_head\\.fc([67])\\.(weight|bias)");
    private static final Pattern CONV = Pattern.compile("roi_heads\\.(box|mask)_head\\.(\\d{1,3})\\.([01])\\.(\\w+)");
    private static final Pattern FC_BEHIND = Pattern.compile("roi_heads\\.box_head\\.(\\d{1,3})\\.(weight|bias)");
    private static final Pattern MASK_CONV =
            Pattern.compile("roi_heads\\.mask_head\\.mask_fcn(\\d{1,3})\\.(weight|bias)");
    private static final Pattern PREDICTOR =
            Pattern.compile("roi_heads\\.(?:box|mask)_predictor\\.(\\w+)\\.(weight|bias)");

    private final int boxConvolutions;

    /** Names for the parameters of one detector. */
    TorchvisionRegionNames(List<Parameter> parameters) {
        boxConvolutions = (int) parameters.stream()
                .filter(parameter -> parameter.name().matches("head\\.box\\.conv\\.\\d+\\.weight"))
                .count();
    }

    /** Our name of a tensor of theirs. */
    Optional<String> of(String name) {
        return rpn(name).or(() -> boxHead(name)).or(() -> maskHead(name)).or(() -> predictor(name));
    }

    private static Optional<String> rpn(String name) {
        Matcher convolution = RPN_CONV.matcher(name);
        if (convolution.matches()) {
            String index = Optional.ofNullable(convolution.group(1)).orElse("0");
            return Optional.of("head.rpn.tower." + index + "." + convolution.group(2));
        }
        Matcher predictor = RPN.matcher(name);
        if (!predictor.matches()) {
            return Optional.empty();
        }
        String scope = predictor.group(1).equals("cls_logits") ? "objectness." : "deltas.";
        return Optional.of("head.rpn." + scope + predictor.group(2));
    }

    private Optional<String> boxHead(String name) {
        Matcher fc = FC.matcher(name);
        if (fc.matches()) {
            return Optional.of("head.box.fc." + (fc.group(1).equals("6") ? "0." : "1.") + fc.group(2));
        }
        Matcher convolution = CONV.matcher(name);
        if (convolution.matches()) {
            return Optional.of("head." + convolution.group(1) + ".conv." + convolution.group(2)
                    + (convolution.group(3).equals("1") ? ".norm." : ".") + convolution.group(4));
        }
        Matcher behind = FC_BEHIND.matcher(name);
        if (!behind.matches()) {
            return Optional.empty();
        }
        int place =
                Integer.parseInt(behind.group(1)) - boxConvolutions - 1; // a flattening, then layer and ReLU in turn
        return place >= 0 && place % 2 == 0
                ? Optional.of("head.box.fc." + place / 2 + "." + behind.group(2))
                : Optional.empty();
    }

    private static Optional<String> maskHead(String name) {
        Matcher matcher = MASK_CONV.matcher(name);
        return matcher.matches()
                ? Optional.of("head.mask.conv." + (Integer.parseInt(matcher.group(1)) - 1) + "." + matcher.group(2))
                : Optional.empty();
    }

    private static Optional<String> predictor(String name) {
        Matcher matcher = PREDICTOR.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String leaf = matcher.group(2);
        return switch (matcher.group(1)) {
            case "cls_score" -> Optional.of("head.box.classes." + leaf);
            case "bbox_pred" -> Optional.of("head.box.deltas." + leaf);
            case "conv5_mask" -> Optional.of("head.mask.upsample." + leaf);
            case "mask_fcn_logits" -> Optional.of("head.mask.logits." + leaf);
            default -> Optional.empty();
        };
    }
}
