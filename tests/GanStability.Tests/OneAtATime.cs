// TorchSharp 0.107 frees a scalar argument during a native call when another thread collects garbage at that moment (see Constant). Its own
// optimizers, used as references here, are exposed to that; tests that run beside each other made it happen.
[assembly: Xunit.CollectionBehavior(Xunit.CollectionBehavior.CollectionPerAssembly)]
