package org.fpn4j.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.experiments.picture.LabelPlacement.Label;
import org.junit.jupiter.api.Test;

class LabelPlacementTest {
    private static final int LINE = 12;
    private static final Rectangle2D HEART = new Rectangle2D.Double(60, 100, 150, 120);

    private static LabelPlacement placement(List<Rectangle2D> boxes) {
        return new LabelPlacement(boxes, 256, 256, LINE, 1);
    }

    @Test
    void aLoneLabelLiesAboveItsBox() {
        Optional<Label> label = placement(List.of(HEART)).place(HEART, 50);

        assertThat(label).contains(new Label(new Rectangle(60, 88, 50, LINE), Optional.empty()));
    }

    @Test
    void theLabelOfALargeBoxLeavesASmallOneFree() {
        Rectangle2D nodule = new Rectangle2D.Double(62, 90, 6, 6); // where the heart's label would lie

        Rectangle area =
                placement(List.of(HEART, nodule)).place(HEART, 50).orElseThrow().area();

        assertThat(area.intersects(nodule)).isFalse();
    }

    @Test
    void aSmallBoxIsNotCoveredByItsOwnLabel() {
        Rectangle2D corner = new Rectangle2D.Double(0, 0, 5, 5);

        Rectangle area =
                placement(List.of(corner)).place(corner, 50).orElseThrow().area();

        assertThat(area.intersects(corner)).isFalse();
        assertThat(new Rectangle(256, 256).contains(area)).isTrue();
    }

    @Test
    void inACrowdLabelsMoveAwayWithALineToTheirBoxOrAreLeftOut() {
        List<Rectangle2D> crowd = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            crowd.add(new Rectangle2D.Double(70 + i % 8 * 14, 70 + i / 8 * 14, 10, 10));
        }
        LabelPlacement placement = placement(crowd);

        List<Label> labels =
                crowd.stream().flatMap(box -> placement.place(box, 60).stream()).toList();

        assertThat(labels).hasSizeBetween(10, 63);
        assertThat(labels).anyMatch(label -> label.leader().isPresent());
        for (Label label : labels) {
            assertThat(crowd).noneMatch(box -> label.area().intersects(box));
            assertThat(labels).filteredOn(other -> !other.equals(label)).noneMatch(other -> other.area()
                    .intersects(label.area()));
        }
    }

    @Test
    void aLabelThatIsWiderThanTheImageIsLeftOut() {
        assertThat(placement(List.of(HEART)).place(HEART, 300)).isEmpty();
    }
}
