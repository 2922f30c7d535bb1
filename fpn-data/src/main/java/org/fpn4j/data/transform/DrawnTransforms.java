package org.fpn4j.data.transform;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.PixelMap;

/** The transforms of a list, each with the generator of its name. */
final class DrawnTransforms {
    private final List<Named<GeometricTransform>> geometric = new ArrayList<>();
    private final List<Named<CoveringTransform>> covering = new ArrayList<>();
    private final List<Named<PhotometricTransform>> photometric = new ArrayList<>();

    private record Named<T>(T transform, String name, int occurrence) {
        SampleRandom random(Draws draws) {
            return draws.of(name, occurrence);
        }
    }

    DrawnTransforms(List<Transform> transforms) {
        Map<String, Integer> seen = new HashMap<>();
        for (Transform transform : transforms) {
            String name = name(transform);
            int occurrence = seen.merge(name, 1, Integer::sum) - 1;
            if (transform instanceof GeometricTransform moving) {
                geometric.add(new Named<>(moving, name, occurrence));
            }
            if (transform instanceof CoveringTransform hiding) {
                covering.add(new Named<>(hiding, name, occurrence));
            }
            if (transform instanceof PhotometricTransform changing) {
                photometric.add(new Named<>(changing, name, occurrence));
            }
        }
    }

    private static String name(Transform transform) {
        JsonTypeName name = transform.getClass().getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalArgumentException("transform["
                    + transform.getClass().getName() + "] has no @JsonTypeName, by which its draws are keyed");
        }
        return name.value();
    }

    /** Where pixels of the input go, by one transform after the other. */
    PixelMap map(Box shown, Draws draws) {
        PixelMap map = PixelMap.SAME;
        for (Named<GeometricTransform> named : geometric) {
            PixelMap drawn = named.transform().draw(shown, named.random(draws));
            if (!(Math.abs(drawn.determinant()) > 0)) {
                throw new IllegalStateException(
                        "transform[" + named.name() + "] drew " + drawn + ", which has no inverse");
            }
            map = drawn.after(map);
        }
        return map;
    }

    /** What is hidden of the input. */
    List<Box> covered(Box shown, Draws draws) {
        List<Box> covered = new ArrayList<>();
        covering.forEach(named -> covered.addAll(named.transform().draw(shown, named.random(draws))));
        return covered;
    }

    /** Changes the picture's values. */
    void change(PaintedPicture picture, Draws draws) {
        photometric.forEach(named -> {
            named.transform().change(picture, named.random(draws));
            picture.cutOff();
        });
    }
}
