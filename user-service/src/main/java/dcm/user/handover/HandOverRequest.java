package dcm.user.handover;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/users/NAME/handovers}. */
public record HandOverRequest(
        @Schema(
                description = "True: transfer everything, including home directories, to an account that has never had"
                        + " containers. This account is removed afterwards")
        @Nullable
        Boolean account,

        @Schema(description = "Image of this account, NAME:TAG, if no container is given", examples = "solver:2")
        @Nullable
        String image,

        @Schema(
                description = "Container of this account, by SSH port, name or id, if no image is given",
                examples = "web")
        @Nullable
        String container,

        @Schema(description = "Account that receives it", required = true, examples = "bob") @Nullable
        String to,

        @Schema(description = "New name. Default: the current name", examples = "solver:3") @Nullable
        String as) {

    OwnerName receiver() {
        return new OwnerName(Optional.ofNullable(to)
                .orElseThrow(() -> new InvalidValueException("to: The receiving account is required.")));
    }

    boolean isContainer() {
        return container != null;
    }

    HandOverIntent toIntent() {
        boolean all = Boolean.TRUE.equals(account);
        if (Stream.of(all, image != null, container != null)
                        .filter(said -> said)
                        .count()
                != 1) {
            throw new InvalidValueException("Set exactly one of image, container and \"account\": true.");
        }
        if (all) {
            if (as != null) {
                throw new InvalidValueException(
                        "as: Names cannot be changed in the transfer of a whole account. Leave it out.");
            }
            return new HandOverAccount(receiver());
        }
        return container == null
                ? new HandOverImage(
                        new ImageName(String.valueOf(image)), receiver(), as == null ? null : new ImageName(as))
                : new HandOverContainer(new Handle(container), receiver(), as == null ? null : new ContainerName(as));
    }
}
