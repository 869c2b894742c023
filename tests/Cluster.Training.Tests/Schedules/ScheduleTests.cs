using Cluster.Training.Schedules;
using Cluster.V1;

namespace Cluster.Training.Tests.Schedules;

public class ScheduleTests
{
    private static readonly double[] Losses = [1, 0.9, 0.895, 0.893, 0.892, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];

    [Fact]
    public void A_constant_rate_is_the_rate_of_the_optimizer() =>
        AssertRates([0.02, 0.02, 0.02], new ScheduleSpec { Constant = new ConstantSchedule() });

    [Fact]
    public void Steps_agree_with_PyTorch() =>
        // torch.optim.lr_scheduler.StepLR(step_size=3, gamma=0.5), PyTorch 1.13.
        AssertRates(
            [0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.005, 0.005, 0.005, 0.0025],
            new ScheduleSpec { Step = new StepSchedule { EverySteps = 3, Factor = 0.5f } });

    [Fact]
    public void An_exponential_fall_agrees_with_PyTorch() =>
        // ExponentialLR(gamma=0.5 ** (1 / 4)), which is Keras' ExponentialDecay(decay_steps=4, decay_rate=0.5).
        AssertRates(
            [0.02, 0.01681792830507429, 0.01414213562373095, 0.01189207115002721, 0.01, 0.008408964152537144, 0.007071067811865474, 0.005946035575013603, 0.005],
            new ScheduleSpec { Exponential = new ExponentialSchedule { DecaySteps = 4, Factor = 0.5f } });

    [Fact]
    public void A_cosine_agrees_with_PyTorch_and_stays_at_its_floor() =>
        // CosineAnnealingLR(T_max=8, eta_min=0.0025); the floor is a share of the rate: 0.125 * 0.02.
        AssertRates(
            [0.02, 0.01933394590947376, 0.01743718433538229, 0.014598480033194536, 0.01125, 0.007901519966805465, 0.00506281566461771, 0.003166054090526241, 0.0025, 0.0025],
            new ScheduleSpec { Cosine = new CosineSchedule { DecaySteps = 8, Floor = 0.125f } });

    [Fact]
    public void A_cosine_without_steps_ends_with_the_run()
    {
        ISchedule schedule = ScheduleTable.Create(
            new ScheduleSpec { WarmUp = new WarmUpSchedule { Steps = 10 }, Cosine = new CosineSchedule { Floor = 0 } }, totalSteps: 110);
        Assert.Equal(0.02, schedule.RateAt(0.02, 10, []), 1e-15);
        Assert.Equal(0.01, schedule.RateAt(0.02, 60, []), 1e-15);
        Assert.Equal(0, schedule.RateAt(0.02, 110, []), 1e-15);
    }

    [Fact]
    public void A_warm_up_rises_linearly_and_then_the_other_schedule_begins() =>
        // SequentialLR of LinearLR(start_factor=1 / 4, total_iters=3) and StepLR(3, 0.5) from step 4.
        AssertRates(
            [0.005, 0.01, 0.015, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.005, 0.005],
            new ScheduleSpec { WarmUp = new WarmUpSchedule { Steps = 4 }, Step = new StepSchedule { EverySteps = 3, Factor = 0.5f } });

    [Fact]
    public void A_plateau_lowers_the_rate_as_Keras_does()
    {
        // Keras' ReduceLROnPlateau(factor=0.5, patience=2, min_delta=0.01, cooldown=1, min_lr=0.004) after each of the losses.
        double[] expected = [0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.005, 0.005, 0.004, 0.004, 0.004];
        var plateau = new ReduceOnPlateauSchedule { Factor = 0.5f, Patience = 2, MinDelta = 0.01f, Cooldown = 1, MinLearningRate = 0.004f };
        ISchedule schedule = ScheduleTable.Create(new ScheduleSpec { ReduceOnPlateau = plateau }, totalSteps: 100);
        Assert.Equal(0.02, schedule.RateAt(0.02, 0, []));
        for (int epoch = 0; epoch < Losses.Length; epoch++)
            Assert.Equal(expected[epoch], schedule.RateAt(0.02, 7, Losses.AsSpan(0, epoch + 1)), 1e-9);
    }

    [Fact]
    public void A_smallest_rate_over_the_rate_of_the_optimizer_raises_nothing()
    {
        var plateau = new ReduceOnPlateauSchedule { Factor = 0.5f, Patience = 1, MinDelta = 0, Cooldown = 0, MinLearningRate = 1 };
        ISchedule schedule = ScheduleTable.Create(new ScheduleSpec { ReduceOnPlateau = plateau }, totalSteps: 100);
        Assert.Equal(0.02, schedule.RateAt(0.02, 0, [1, 1, 1]));
    }

    [Fact]
    public void Powers_and_cosines_have_the_digits_of_the_library()
    {
        for (int i = 0; i <= 1000; i++)
        {
            double x = i / 1000.0;
            Assert.Equal(Math.Cos(Math.PI * x), PortableMath.CosPi(x), 1e-15);
            if (i < 1000) Assert.Equal(Math.Pow(0.1, 3 + x), PortableMath.Power(0.1, 3, x), 1e-17);
        }

        Assert.Equal(Math.Pow(0.999, 100_000), PortableMath.Power(0.999, 100_000, 0), 1e-54);
    }

    [Fact]
    public void A_spec_without_a_schedule_is_refused() =>
        Assert.Throws<ArgumentException>(() => ScheduleTable.Create(new ScheduleSpec(), totalSteps: 1));

    private static void AssertRates(double[] expected, ScheduleSpec spec)
    {
        ISchedule schedule = ScheduleTable.Create(spec, totalSteps: 1000);
        for (int step = 0; step < expected.Length; step++) Assert.Equal(expected[step], schedule.RateAt(0.02, step, []), 1e-12);
    }
}
