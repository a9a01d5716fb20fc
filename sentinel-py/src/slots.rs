//! Objects of frozen dataclasses with slots, made as `pickle` makes them: their `__init__` would set each field by a call
//! of Python.

use std::{mem, ptr};

use pyo3::{exceptions::PySystemError, ffi, prelude::*, types::*};

/// A class, and the slots of its fields in their order.
pub(crate) struct Slots<const FIELDS: usize> {
    class: Py<PyType>,
    slots: [Py<PyAny>; FIELDS],
    set: ffi::descrsetfunc,
}

impl<const FIELDS: usize> Slots<FIELDS> {
    /// A dataclass of the package with `frozen=True` and `slots=True`, of which these are all fields.
    pub(crate) fn import(py: Python<'_>, module: &str, class: &str, names: [&str; FIELDS]) -> PyResult<Self> {
        let class = py.import(module)?.getattr(class)?.cast_into::<PyType>()?;
        let fields: Vec<String> = class.getattr("__match_args__")?.extract()?;
        let slots = names.iter().map(|name| class.getattr(*name)).collect::<PyResult<Vec<_>>>()?;
        let kinds = slots.windows(2).all(|pair| pair[0].get_type().is(pair[1].get_type()));
        let slots = slots.into_iter().map(Bound::unbind).collect::<Vec<_>>().try_into();
        let (true, true, Ok(slots)) = (fields == names, kinds, slots) else { return Err(unlike()) };
        let slots: [Py<PyAny>; FIELDS] = slots;
        let set = slots.first().map(|slot| setter(slot.bind(py)));
        Ok(Self { class: class.unbind(), slots, set: set.flatten().ok_or_else(unlike)? })
    }

    /// An object with these values.
    pub(crate) fn make<'py>(
        &self,
        py: Python<'py>,
        values: [Bound<'py, PyAny>; FIELDS],
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: the type is a class of Python's that adds slots to `object` alone: this is what its `__new__` does, and
        // gives a new reference or none with an exception set.
        let object = unsafe {
            let object = ffi::PyType_GenericNew(self.class.as_ptr().cast(), ptr::null_mut(), ptr::null_mut());
            Bound::from_owned_ptr_or_err(py, object)?
        };
        for (slot, value) in self.slots.iter().zip(values) {
            // SAFETY: all three are live objects, and the function is that of the slot's type. It is what
            // `object.__setattr__` calls, which only a frozen class's own `__setattr__` keeps from others.
            let set = unsafe { (self.set)(slot.as_ptr(), object.as_ptr(), value.as_ptr()) };
            if set != 0 {
                return Err(PyErr::fetch(py));
            }
        }
        Ok(object)
    }
}

/// What the type of a slot sets it with.
fn setter(slot: &Bound<'_, PyAny>) -> Option<ffi::descrsetfunc> {
    // SAFETY: of every type the slots of this name hold such a function, or nothing.
    unsafe {
        let set = ffi::PyType_GetSlot(slot.get_type().as_type_ptr(), ffi::Py_tp_descr_set);
        (!set.is_null()).then(|| mem::transmute::<*mut std::ffi::c_void, ffi::descrsetfunc>(set))
    }
}

fn unlike() -> PyErr {
    PySystemError::new_err("the class has other fields")
}
