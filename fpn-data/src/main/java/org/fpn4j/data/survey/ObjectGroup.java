package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Objects of one class, or of all.
 *
 * @param name of the class
 * @param objects to be found
 * @param crowds regions that are neither object nor background
 * @param difficult objects that are neither to be found nor background
 */
public record ObjectGroup(String name, List<SurveyedObject> objects, int crowds, int difficult) {
    public ObjectGroup {
        requireNonNull(name, "name is null");
        objects = List.copyOf(objects);
    }

    /** In how many images they are. */
    public int images() {
        return (int)
                objects.stream().map(object -> object.image().id()).distinct().count();
    }

    /** COCO's sizes, in pixels of the pictures. */
    public List<Integer> inPixels() {
        return SizeBands.COCO.counts(values(SurveyedObject::rootOfArea));
    }

    /** COCO's sizes, in pixels of the input; objects of which nothing is left are small. */
    public List<Integer> onInput() {
        return SizeBands.COCO.counts(values(SurveyedObject::sideOnInput));
    }

    /** By longest side; objects whose pixels nobody measured are in none. */
    public List<Integer> inMillimetres() {
        return SizeBands.MILLIMETRES.counts(millimetres());
    }

    /** How many objects have no length in millimetres. */
    public int unmeasured() {
        return objects.size() - millimetres().size();
    }

    private List<Double> millimetres() {
        return objects.stream()
                .filter(object -> object.millimetres().isPresent())
                .map(object -> object.millimetres().getAsDouble())
                .toList();
    }

    /** Longest sides in pixels of the pictures. */
    public Quantiles longestSide() {
        return Quantiles.of(values(SurveyedObject::longestSide));
    }

    /** Longest sides in millimetres, of those that have one. */
    public Quantiles longestMillimetres() {
        return Quantiles.of(millimetres());
    }

    /** Roots of areas on the input. */
    public Quantiles sideOnInput() {
        return Quantiles.of(values(SurveyedObject::sideOnInput));
    }

    /** Width over height. */
    public Quantiles aspect() {
        return Quantiles.of(values(SurveyedObject::aspect));
    }

    private List<Double> values(ToDoubleFunction<SurveyedObject> value) {
        return objects.stream().map(value::applyAsDouble).toList();
    }
}
