package dcm.command.rest;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Limits;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/containers}. */
public record CreateRequest(
        @Schema(
                description = "NAME or NAME:TAG of an image you may use",
                implementation = String.class,
                examples = "debian-ssh:13")
        @Nullable
        ImageName image,

        @Schema(description = "Unique among your containers; left out, DCM finds one", implementation = String.class)
        @Nullable
        ContainerName name,

        @Schema(description = "CPUs, such as 0.5; left out, the default") @Nullable
        BigDecimal cpus,

        @Schema(description = "Memory including swap, in MiB; left out, the default") @Nullable
        Integer memoryMiB) {

    private static final BigDecimal LEAST_CPUS = BigDecimal.valueOf(Limits.LEAST_MILLI_CPUS, 3);
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(10_000);

    CreateContainer toIntent() {
        if (image == null) {
            throw new InvalidValueException("image: Say which image the container is to be made of.");
        }
        if (memoryMiB != null && memoryMiB < Limits.LEAST_MEMORY_MIB) {
            throw new InvalidValueException("memoryMiB: A container needs at least " + Limits.LEAST_MEMORY_MIB
                    + " MiB; got " + memoryMiB + ".");
        }
        return new CreateContainer(image, name, milliCpus(), memoryMiB);
    }

    private @Nullable Integer milliCpus() {
        if (cpus == null) {
            return null;
        }
        if (cpus.compareTo(LEAST_CPUS) < 0 || cpus.compareTo(MOST_CPUS) > 0) {
            throw new InvalidValueException("cpus: A number of CPUs from " + LEAST_CPUS + " to " + MOST_CPUS + ".");
        }
        return cpus.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }
}
