package org.fpn4j.data.dataset;

/** How closely the pictures of a data set are looked at before they are used. */
public enum PictureChecks {
    /**
     * Every file is read and decoded, once as long as it does not change: broken pictures are left out, and the digest of
     * the data changes with every picture.
     */
    CONTENTS,
    /**
     * Headers alone are read. A picture that is broken behind its header ends the training when it is met; the digest of the
     * data knows names, sizes in pixels and lengths of files, so that an edit which keeps all three is not noticed.
     */
    HEADERS
}
