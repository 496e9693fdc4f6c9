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
                description =
                        "True: all that the account has, homes included, to an account that never had any; this one is"
                                + " removed then")
        @Nullable
        Boolean account,

        @Schema(description = "An image of this account's, NAME:TAG; or say which container", examples = "solver:2")
        @Nullable
        String image,

        @Schema(
                description = "A container of this account's, by handle, name or id; or say which image",
                examples = "web")
        @Nullable
        String container,

        @Schema(description = "Who gets it", required = true, examples = "bob") @Nullable
        String to,

        @Schema(description = "What it is called there; absent: as it was", examples = "solver:3") @Nullable
        String as) {

    OwnerName receiver() {
        return new OwnerName(
                Optional.ofNullable(to).orElseThrow(() -> new InvalidValueException("to: Say which account gets it.")));
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
            throw new InvalidValueException("Say either which image, or which container, or \"account\": true.");
        }
        if (all) {
            if (as != null) {
                throw new InvalidValueException("as: All of an account keeps its names.");
            }
            return new HandOverAccount(receiver());
        }
        return container == null
                ? new HandOverImage(
                        new ImageName(String.valueOf(image)), receiver(), as == null ? null : new ImageName(as))
                : new HandOverContainer(new Handle(container), receiver(), as == null ? null : new ContainerName(as));
    }
}
