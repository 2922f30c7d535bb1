package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fpn4j.experiments.ablation.DevicePlaces.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevicePlacesTest {
    private static final Device FIRST = new Device("cards", 0);
    private static final Device SECOND = new Device("cards", 1);
    private static final Device HOST = new Device("onednn", 0);
    private static final List<Device> BOTH = List.of(FIRST, SECOND);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void cellsGoWhereTheFewestAre() throws InterruptedException {
        DevicePlaces places = new DevicePlaces(2);

        List<Device> taken = new ArrayList<>();
        for (int cell = 0; cell < 4; cell++) {
            taken.add(places.take(BOTH));
        }

        assertThat(taken).containsExactly(FIRST, SECOND, FIRST, SECOND);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() throws InterruptedException {
        DevicePlaces places = new DevicePlaces(1);
        places.take(BOTH);
        places.take(BOTH);

        places.giveBack(SECOND);

        assertThat(places.take(BOTH)).isEqualTo(SECOND);
    }

    @Test
    void aCellThatNamesItsDeviceWaitsForIt() throws Exception {
        DevicePlaces places = new DevicePlaces(1);
        places.take(BOTH);
        CountDownLatch begun = new CountDownLatch(1);
        Future<Device> waiting = threads.submit(() -> {
            begun.countDown();
            return places.take(List.of(FIRST));
        });
        begun.await();

        assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        places.giveBack(FIRST);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(FIRST);
    }

    @Test
    void devicesOfOtherKernelsAreOthers() throws InterruptedException {
        DevicePlaces places = new DevicePlaces(1);

        assertThat(places.take(List.of(FIRST))).isEqualTo(FIRST);
        assertThat(places.take(List.of(HOST))).isEqualTo(HOST);
    }
}
