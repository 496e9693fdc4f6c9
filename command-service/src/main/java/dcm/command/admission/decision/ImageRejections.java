package dcm.command.admission.decision;

import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rejections of intents about images. */
public final class ImageRejections {
    private ImageRejections() {}

    public static List<OwnerEvent> unknownImage(
            IntentId intent, ImageName image, OwnerState state, DecisionContext context) {
        Stream<ImageName> own =
                state.images().values().stream().filter(ImageState::isReady).map(ImageState::name);
        String names = Stream.concat(context.offered(state.open().snapshot()).stream(), own)
                .map(ImageName::value)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.UNKNOWN_IMAGE,
                "No image '" + image + "' is available to you. "
                        + (names.isEmpty()
                                ? "No host offers an image at present."
                                : "Available images: " + names + "."));
    }

    public static List<OwnerEvent> severalTags(IntentId intent, ImageName name, Collection<ImageState> meant) {
        String names = meant.stream().map(image -> image.name().value()).collect(Collectors.joining(", "));
        return Rejections.reject(
                intent, ErrorCode.AMBIGUOUS_HANDLE, "'" + name + "' has several tags: " + names + ". Specify one.");
    }

    public static List<OwnerEvent> baseImage(IntentId intent, ImageName name, String verb) {
        return Rejections.reject(
                intent,
                ErrorCode.BASE_IMAGE,
                "'" + name + "' is a base image; only an administrator can " + verb + " it.");
    }

    public static List<OwnerEvent> nameOfBaseImage(IntentId intent, ImageName name) {
        return Rejections.reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "'" + name.repository() + "' is the name of a base image. Choose another name.");
    }

    public static List<OwnerEvent> imageNameTaken(IntentId intent, ImageName name) {
        return Rejections.reject(
                intent,
                ErrorCode.NAME_TAKEN,
                "You already have an image '" + name + "'. Choose another name or tag, or replace the image.");
    }

    public static List<OwnerEvent> imageInUse(IntentId intent, ImageName name, Collection<ContainerState> users) {
        String names = users.stream().map(ContainerState::label).collect(Collectors.joining(", "));
        return Rejections.reject(
                intent,
                ErrorCode.IMAGE_IN_USE,
                "Image '" + name + "' is used by " + names + ". Remove these containers first.");
    }

    public static List<OwnerEvent> importInProgress(IntentId intent) {
        return Rejections.reject(
                intent, ErrorCode.WRONG_STATE, "You are importing another image. Try again when this has finished.");
    }

    public static List<OwnerEvent> registry(IntentId intent, String objection) {
        return Rejections.reject(intent, ErrorCode.REGISTRY_NOT_PERMITTED, objection);
    }

    public static List<OwnerEvent> noHostForImport(IntentId intent) {
        return Rejections.reject(
                intent,
                ErrorCode.NO_HOST,
                "The host of your home directories does not accept images at present. Try again later.");
    }

    public static List<OwnerEvent> beingFlattened(IntentId intent, ImageName name) {
        return Rejections.reject(
                intent,
                ErrorCode.IMAGE_IN_USE,
                "Image '" + name + "' is being flattened. Try again when this has finished.");
    }
}
