package org.fpn4j.experiments.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes of all modules, and none of their tests, which lie in folders or in jars of their own. Kernels for GPUs are not
 * on the class path, and are looked for where they were built.
 */
final class MainClasses {
    private MainClasses() {}

    static JavaClasses read() {
        Set<Location> locations = new HashSet<>(Locations.ofPackage("org.fpn4j"));
        locations.add(Location.of(Path.of(System.getProperty("fpn.root"), "fpn-cuda", "target", "classes")));
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importLocations(locations);
    }
}
