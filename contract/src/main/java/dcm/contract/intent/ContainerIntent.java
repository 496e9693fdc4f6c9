package dcm.contract.intent;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import org.jspecify.annotations.Nullable;

/** Intents about the containers of the aggregate {@code owner/NAME}. */
public sealed interface ContainerIntent extends Intent {

    /**
     * Make a container and start it.
     *
     * @param name null: DCM chooses one
     * @param milliCpus thousandths of a CPU; null: the default
     * @param memoryMiB null: the default
     */
    record CreateContainer(
            ImageName image,
            @Nullable ContainerName name,
            @Nullable Integer milliCpus,
            @Nullable Integer memoryMiB) implements ContainerIntent {}

    /** An intent about one container that is there already. */
    sealed interface OnContainer extends ContainerIntent {
        Handle handle();
    }

    record StartContainer(Handle handle) implements OnContainer {}

    record StopContainer(Handle handle) implements OnContainer {}

    record RestartContainer(Handle handle) implements OnContainer {}

    record PauseContainer(Handle handle) implements OnContainer {}

    record UnpauseContainer(Handle handle) implements OnContainer {}

    /**
     * Remove the container and all that was changed in it; homes stay.
     *
     * @param force also when it runs
     */
    record RemoveContainer(Handle handle, boolean force) implements OnContainer {}
}
