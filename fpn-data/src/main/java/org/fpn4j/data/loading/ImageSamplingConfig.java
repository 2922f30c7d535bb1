package org.fpn4j.data.loading;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.data.dataset.Dataset;

/** How often training sees each image in an epoch; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ImageSamplingConfig {
    /** How often each image of a data set comes, in its order; each once or more. */
    ImageRepeats repeats(Dataset dataset);

    /** Every image once. */
    @JsonTypeName("every_image")
    @AutoService(ImageSamplingConfig.class)
    record EveryImage() implements ImageSamplingConfig {
        @Override
        public ImageRepeats repeats(Dataset dataset) {
            return ImageRepeats.once(dataset.images().size());
        }
    }
}
