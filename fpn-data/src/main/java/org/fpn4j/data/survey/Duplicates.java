package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.survey.DuplicateGroup.Member;
import org.fpn4j.data.survey.LinkedPrints.Link;

/**
 * Finds pictures that occur more than once, in one split or in several: those of one print ({@link PicturePrint}), and those that
 * show nearly the same, as two shots of one field of view do. How much alike different pictures are depends on the set, so the
 * latter are told by the others: details of up to {@link #MOST_NEARLY} images correlate by {@link #NEARLY} or more, and with
 * none of 20 other images or more by {@link #OTHERS}. In a set whose pictures are all alike nothing is nearly the same.
 *
 * <p>Every pair is compared: 5 000 pictures are 12.5 million comparisons of 64 bits, and some of 1 024 numbers.
 */
public final class Duplicates {
    /** Correlation from which on two pictures may be nearly the same. */
    public static final double NEARLY = 0.8;

    /** Correlation that no other picture may have then. */
    public static final double OTHERS = 0.5;

    /** The most pictures that are nearly the same. */
    public static final int MOST_NEARLY = 10;

    private static final int LEAST_OTHERS = 20;

    private final List<Member> members = new ArrayList<>();
    private final List<PicturePrint> prints = new ArrayList<>();

    private Duplicates(List<SplitSurvey> splits) {
        for (SplitSurvey split : splits) {
            for (ImageEntry image : split.dataset().images()) {
                split.pictures().get(image.id()).print().ifPresent(print -> {
                    members.add(new Member(split.split(), image));
                    prints.add(print);
                });
            }
        }
    }

    /** Groups of images of one picture, or nearly one: those across splits first, then by their first image. */
    public static List<DuplicateGroup> of(List<SplitSurvey> splits) {
        Duplicates all = new Duplicates(splits);
        List<LinkedPrints> same = LinkedPrints.of(all.prints, PicturePrint.LEAST_CORRELATION);
        List<LinkedPrints> nearly = LinkedPrints.of(all.prints, NEARLY).stream()
                .filter(all::isApart)
                .toList();
        Set<Integer> told = new HashSet<>();
        nearly.forEach(group -> told.addAll(group.places()));
        List<LinkedPrints> groups = new ArrayList<>(nearly);
        same.stream().filter(group -> !told.contains(group.places().get(0))).forEach(groups::add);
        return groups.stream()
                .sorted(Comparator.comparing(
                        (LinkedPrints group) -> group.places().get(0)))
                .map(all::group)
                .sorted(Comparator.comparing(DuplicateGroup::isLeak).reversed())
                .toList();
    }

    private boolean isApart(LinkedPrints group) {
        List<Integer> places = group.places();
        return places.size() <= MOST_NEARLY
                && prints.size() - places.size() >= LEAST_OTHERS
                && IntStream.range(0, prints.size())
                        .filter(other -> !places.contains(other))
                        .allMatch(other -> places.stream()
                                .allMatch(place -> prints.get(place).correlation(prints.get(other)) < OTHERS));
    }

    private DuplicateGroup group(LinkedPrints group) {
        return new DuplicateGroup(
                group.places().stream().map(members::get).toList(),
                group.links().stream().mapToInt(Link::bits).max().orElseThrow(),
                group.links().stream().mapToDouble(Link::correlation).min().orElseThrow());
    }
}
