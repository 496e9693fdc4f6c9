package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import java.util.List;
import java.util.regex.Pattern;
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
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/=-]{0,127}");
    private static final int ALL = -1;

    public DeviceRequest {
        deviceIds = PresetOptions.list("deviceIds", deviceIds);
        capabilities = capabilities == null || capabilities.isEmpty()
                ? List.of("gpu")
                : PresetOptions.list("capabilities", capabilities);
        if ((count == null) == deviceIds.isEmpty()) {
            throw new InvalidValueException("deviceRequests: Say how many in count, or which ones in deviceIds.");
        }
        if (count != null && count != ALL && count < 1) {
            throw new InvalidValueException("count: A number from 1, or -1 for all; got " + count + ".");
        }
        if (driver != null && !isWord(driver)
                || !deviceIds.stream().allMatch(DeviceRequest::isWord)
                || !capabilities.stream().allMatch(DeviceRequest::isWord)) {
            throw new InvalidValueException("driver, deviceIds, capabilities: Words of at most 128 characters.");
        }
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }
}
