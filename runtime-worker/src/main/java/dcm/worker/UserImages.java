package dcm.worker;

import dcm.worker.engine.ImageArchives;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.operation.ImageUploads;
import dcm.worker.registry.Registries;

/**
 * What requests about owners' images need.
 *
 * @param desired knows to whom an image belongs
 */
public record UserImages(
        DesiredHostState desired, ImageArchives archives, ImageUploads uploads, Registries registries) {}
