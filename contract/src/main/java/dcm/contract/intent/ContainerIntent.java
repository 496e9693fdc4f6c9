package dcm.contract.intent;

import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.Settings;
import dcm.contract.preset.PresetName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the containers of the aggregate {@code owner/NAME}. */
public sealed interface ContainerIntent extends OwnerIntent {

    /**
     * Creates and starts one or more containers.
     *
     * @param name null: DCM chooses; always null in a batch
     * @param milliCpus thousandths of a CPU; null: the default
     * @param memoryMiB in MiB; null: the default
     * @param ports ports to publish, all on one address
     * @param address one of the host's addresses for the ports; null: the first on which they are all free
     * @param batch null: one container
     * @param preset a preset that is granted to the owner; null: the standard configuration
     * @param placement the hosts on which the containers may be placed; null: any
     */
    record CreateContainer(
            ImageName image,
            @Nullable ContainerName name,
            @Nullable Integer milliCpus,
            @Nullable Integer memoryMiB,
            List<ContainerPort> ports,
            @Nullable String address,
            Settings settings,
            @Nullable Batch batch,
            @Nullable PresetName preset,
            @Nullable PlacementRequest placement)
            implements ContainerIntent {
        /** A create on any host. */
        public CreateContainer(
                ImageName image,
                @Nullable ContainerName name,
                @Nullable Integer milliCpus,
                @Nullable Integer memoryMiB,
                List<ContainerPort> ports,
                @Nullable String address,
                Settings settings,
                @Nullable Batch batch,
                @Nullable PresetName preset) {
            this(image, name, milliCpus, memoryMiB, ports, address, settings, batch, preset, null);
        }

        public CreateContainer {
            // Records written before ports and settings existed have none.
            ports = ports == null ? List.of() : List.copyOf(ports);
            settings = settings == null ? Settings.NONE : settings;
        }

        /** A create with an image and otherwise default values. */
        public static CreateContainer of(ImageName image) {
            return new CreateContainer(image, null, null, null, List.of(), null, Settings.NONE, null, null);
        }
    }

    /** An intent about one existing container. */
    sealed interface ExistingContainerIntent extends ContainerIntent {
        Handle handle();
    }

    /** Changes the container's status or removes it, by one order without further parameters. */
    sealed interface ChangeState extends ExistingContainerIntent {}

    record StartContainer(Handle handle) implements ChangeState {}

    record StopContainer(Handle handle) implements ChangeState {}

    record RestartContainer(Handle handle) implements ChangeState {}

    record PauseContainer(Handle handle) implements ChangeState {}

    record UnpauseContainer(Handle handle) implements ChangeState {}

    /**
     * Removes the container and all changes in it. Homes are kept.
     *
     * @param force whether to remove a running container
     */
    record RemoveContainer(Handle handle, boolean force) implements ChangeState {}

    /**
     * Commits the container's current filesystem to an image, without mounted directories.
     *
     * @param image the image's name with a tag, among the owner's images
     * @param message the owner's note
     * @param replace whether to take over the name from another image
     * @param flatten whether to write one layer only
     */
    record CommitContainer(
            Handle handle, ImageName image, @Nullable String message, boolean replace, boolean flatten)
            implements ExistingContainerIntent {}

    /** Creates a lost container again, from its last specification, on any host. */
    record RecreateContainer(Handle handle) implements ExistingContainerIntent {}

    /** Renames the container. */
    record RenameContainer(Handle handle, ContainerName name) implements ExistingContainerIntent {}

    /**
     * Opens a terminal of the web console in the container. Sent before the login, so that the log has all terminals.
     *
     * @param user the user in the container
     */
    record OpenTerminal(Handle handle, String user) implements ExistingContainerIntent {}
}
