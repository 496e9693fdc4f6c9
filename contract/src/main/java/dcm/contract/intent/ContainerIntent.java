package dcm.contract.intent;

import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Settings;
import dcm.contract.preset.PresetName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the containers of the aggregate {@code owner/NAME}. */
public sealed interface ContainerIntent extends OwnerIntent {

    /**
     * Make a container, or several, and start them.
     *
     * @param name null: DCM chooses one; always null in a batch
     * @param milliCpus thousandths of a CPU; null: the default
     * @param memoryMiB null: the default
     * @param ports to be published, all on one address
     * @param batch null: one container
     * @param preset one that is granted to the owner; null: the fixed shape
     */
    record CreateContainer(
            ImageName image,
            @Nullable ContainerName name,
            @Nullable Integer milliCpus,
            @Nullable Integer memoryMiB,
            List<ContainerPort> ports,
            Settings settings,
            @Nullable Batch batch,
            @Nullable PresetName preset)
            implements ContainerIntent {
        public CreateContainer {
            // Records from before there were ports and settings have none.
            ports = ports == null ? List.of() : List.copyOf(ports);
            settings = settings == null ? Settings.NONE : settings;
        }

        /** Just a container of this image. */
        public static CreateContainer of(ImageName image) {
            return new CreateContainer(image, null, null, null, List.of(), Settings.NONE, null, null);
        }
    }

    /** An intent about one container that is there already. */
    sealed interface OnContainer extends ContainerIntent {
        Handle handle();
    }

    /** An intent that its host carries out, by one order. */
    sealed interface ChangeState extends OnContainer {}

    record StartContainer(Handle handle) implements ChangeState {}

    record StopContainer(Handle handle) implements ChangeState {}

    record RestartContainer(Handle handle) implements ChangeState {}

    record PauseContainer(Handle handle) implements ChangeState {}

    record UnpauseContainer(Handle handle) implements ChangeState {}

    /**
     * Remove the container and all that was changed in it; homes stay.
     *
     * @param force also when it runs
     */
    record RemoveContainer(Handle handle, boolean force) implements ChangeState {}

    /**
     * Make an image of the container as it is; what is mounted is no part of it.
     *
     * @param image its name with a tag, in the owner's own name space
     * @param message a note of the owner's own
     * @param replace whether the name may be taken from another image
     * @param flatten into one layer
     */
    record CommitContainer(
            Handle handle, ImageName image, @Nullable String message, boolean replace, boolean flatten)
            implements OnContainer {}

    /** Give the container another name. */
    record RenameContainer(Handle handle, ContainerName name) implements OnContainer {}
}
