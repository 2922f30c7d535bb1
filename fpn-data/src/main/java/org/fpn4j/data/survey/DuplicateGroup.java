package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;

/**
 * Images that show one picture, or nearly one.
 *
 * @param members in the order of splits and images, two or more
 * @param bits by which the hashes differ of those pairs that bring them together, the most
 * @param correlation of the details of these pairs, the least
 */
public record DuplicateGroup(List<Member> members, int bits, double correlation) {
    /** One image. */
    public record Member(Split split, ImageEntry image) {
        public Member {
            requireNonNull(split, "split is null");
            requireNonNull(image, "image is null");
        }
    }

    public DuplicateGroup {
        members = List.copyOf(members);
    }

    /** Whether images of more than one split are in it: what is learned is scored. */
    public boolean isLeak() {
        return members.stream().map(Member::split).distinct().count() > 1;
    }

    /** Whether some are not the same by their prints, but by how different all others are. */
    public boolean isNearly() {
        return correlation < PicturePrint.LEAST_CORRELATION;
    }
}
