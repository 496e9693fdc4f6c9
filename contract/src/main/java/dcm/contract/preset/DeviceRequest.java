package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Devices that a driver of the engine finds by itself, such as GPUs.
 *
 * @param driver such as {@code nvidia}; null: the engine chooses one that has the capabilities
 * @param count how many, -1 for all; null when they are named
 * @param deviceIds which ones
 * @param capabilities what they must be able to do, such as {@code compute}; none: {@code gpu}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeviceRequest(
        @Nullable String driver, @Nullable Integer count, List<String> deviceIds, List<String> capabilities) {
    private static final List<String> GPU = List.of("gpu");

    public DeviceRequest {
        deviceIds = PresetOptions.list("deviceIds", deviceIds);
        capabilities = PresetOptions.list("capabilities", capabilities);
        capabilities = capabilities.isEmpty() ? GPU : capabilities;
    }
}
