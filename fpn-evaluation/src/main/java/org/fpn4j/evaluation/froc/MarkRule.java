package org.fpn4j.evaluation.froc;

/** What decides which detections find lesions and which are false. */
record MarkRule(HitRule hit, Duplicates duplicates, Credit credit) {}
