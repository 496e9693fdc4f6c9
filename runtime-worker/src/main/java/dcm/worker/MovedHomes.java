package dcm.worker;

import dcm.worker.storage.HomesArrival;
import dcm.worker.storage.HomesCopies;
import dcm.worker.storage.HomesDeparture;

/** What requests about homes that are moved to another host need. */
public record MovedHomes(HomesCopies copies, HomesDeparture departure, HomesArrival arrival) {}
