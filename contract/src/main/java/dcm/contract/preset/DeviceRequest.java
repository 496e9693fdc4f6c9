package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Devices that a Docker device driver selects, such as GPUs.
 *
 * @param driver such as {@code nvidia}; null: Docker selects a driver that has the capabilities
 * @param count the number of devices, -1 for all; null if {@code deviceIds} names them
 * @param deviceIds the devices by name
 * @param capabilities what the devices must support, such as {@code compute}; none: {@code gpu}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeviceRequest(
        @Nullable String driver, @Nullable Integer count, List<String> deviceIds, List<String> capabilities) {
    private static final List<String> GPU = List.of("gpu");

    public DeviceRequest {
        deviceIds = Copies.list("deviceIds", deviceIds);
        capabilities = Copies.list("capabilities", capabilities);
        capabilities = capabilities.isEmpty() ? GPU : capabilities;
    }
}
