//! Who may move a request where, against a model that knows the rules as a list of sentences.

use gallra_rules::request::{Actor, Clock, Ground, Kind, Left, NoMove, Refusal, Request, Role, State, Terms};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{by, day, handler, received};

fn refusal() -> Refusal {
    Refusal {
        ground: Ground::Excessive,
        reasons: "the eleventh this month".to_owned(),
        authority: "Integritetsskyddsmyndigheten".to_owned(),
        court: "The district court".to_owned(),
    }
}

fn done() -> Left {
    Left::default()
}

/// A request for erasure up to the decision, by `handler-1`.
fn decided(erases: bool) -> Request {
    let mut request = received(Kind::Erase, "2026-11-02");
    request.verify_identity(day("2026-11-02"), handler()).unwrap();
    request.locate(day("2026-11-03"), by(Role::Gallra, "locate")).unwrap();
    request.decide(day("2026-11-04"), handler(), erases).unwrap();
    request
}

#[test]
fn an_erasure_goes_all_the_way() {
    let mut request = decided(true);
    request.approve(day("2026-11-05"), by(Role::Approver, "approver-1")).unwrap();
    request.carry_out(day("2026-11-05"), by(Role::Gallra, "run-1"), done()).unwrap();
    request.answer(day("2026-11-06"), handler()).unwrap();
    assert_eq!(request.state(), State::Answered);
    assert_eq!(request.clock(day("2027-05-01")), Clock::Stopped { last_day: day("2026-12-02"), late: false });
}

#[test]
fn nothing_goes_before_a_second_person_agrees() {
    let mut request = decided(true);
    let unchanged = request.clone();
    let run = by(Role::Gallra, "run-1");
    assert_eq!(request.carry_out(day("2026-11-05"), run, done()), Err(NoMove::State(State::Decided)));
    // The same account in another role is the same person.
    let same = by(Role::Approver, "handler-1");
    assert_eq!(request.approve(day("2026-11-05"), same), Err(NoMove::SamePerson));
    assert_eq!(request.approve(day("2026-11-05"), by(Role::Handler, "x")), Err(NoMove::Role(Role::Handler)));
    assert_eq!(request, unchanged);
    request
        .send_back(day("2026-11-05"), by(Role::Approver, "approver-1"), "the invoices".to_owned())
        .unwrap();
    assert_eq!(request.state(), State::Located);
}

#[test]
fn an_answer_that_erases_nothing_needs_no_second_person() {
    let mut request = decided(false);
    request.carry_out(day("2026-11-05"), handler(), done()).unwrap();
    assert_eq!(request.state(), State::CarriedOut);
}

#[test]
fn a_request_does_not_close_while_a_task_is_open_and_names_what_was_not_reached() {
    let mut request = decided(false);
    let open = Left { open_tasks: 2, ..done() };
    assert_eq!(request.carry_out(day("2026-11-05"), handler(), open), Err(NoMove::OpenTasks(2)));
    let down = Left { open_tasks: 0, not_done: ["archive".into()].into() };
    request.carry_out(day("2026-11-05"), handler(), down).unwrap();
    request.answer(day("2026-11-05"), handler()).unwrap();
    assert_eq!(request.not_done().map(ToString::to_string).collect::<Vec<_>>(), ["archive"]);
}

#[test]
fn an_extension_comes_once_and_within_the_first_month() {
    let why = || "very many".to_owned();
    let mut request = received(Kind::Access, "2026-11-22");
    assert_eq!(request.extend(day("2026-12-23"), handler(), why()), Err(NoMove::TooLate(day("2026-12-22"))));
    assert_eq!(
        request.extend(day("2026-12-01"), handler(), " ".to_owned()),
        Err(NoMove::NotStated("the reason"))
    );
    request.extend(day("2026-12-22"), handler(), why()).unwrap();
    assert_eq!(request.extend(day("2026-12-22"), handler(), why()), Err(NoMove::Twice));
}

#[test]
fn a_refusal_names_complaint_and_court() {
    let mut request = received(Kind::Access, "2026-11-22");
    for (missing, refusal) in [
        ("the supervisory authority", Refusal { authority: String::new(), ..refusal() }),
        ("the judicial remedy", Refusal { court: String::new(), ..refusal() }),
        ("the reason", Refusal { reasons: "\n".to_owned(), ..refusal() }),
    ] {
        assert_eq!(request.refuse(day("2026-11-23"), handler(), refusal), Err(NoMove::NotStated(missing)));
    }
    request.refuse(day("2026-12-28"), handler(), refusal()).unwrap();
    assert_eq!(request.clock(day("2027-01-01")), Clock::Stopped { last_day: day("2026-12-22"), late: true });
}

#[test]
fn a_stored_request_that_nobody_moved_there_is_not_read() {
    let request = decided(true);
    let stored = serde_json::to_value(&request).unwrap();
    assert_eq!(serde_json::from_value::<Request>(stored.clone()).unwrap(), request);
    let mut forged = stored.clone();
    let moves = forged["moves"].as_array_mut().unwrap();
    moves.push(serde_json::json!({"on": "2026-11-05", "by": {"role": "gallra", "who": "run"}, "what":
        {"carried_out": {"open_tasks": 0, "not_done": []}}}));
    assert!(serde_json::from_value::<Request>(forged).is_err());
    let mut backwards = stored;
    backwards["moves"][1]["on"] = "2026-11-01".into();
    assert!(serde_json::from_value::<Request>(backwards).is_err());
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Ask,
    Verify,
    Locate,
    Decide(bool),
    Approve,
    SendBack,
    CarryOut,
    Answer,
    Extend,
    Refuse,
    Withdraw,
    Forward,
}

fn make(request: &mut Request, on: Date, by: Actor, step: Step) -> Result<(), NoMove> {
    let text = || "stated".to_owned();
    match step {
        Step::Ask => request.ask_identity(on, by, text()),
        Step::Verify => request.verify_identity(on, by),
        Step::Locate => request.locate(on, by),
        Step::Decide(erases) => request.decide(on, by, erases),
        Step::Approve => request.approve(on, by),
        Step::SendBack => request.send_back(on, by, text()),
        Step::CarryOut => request.carry_out(on, by, done()),
        Step::Answer => request.answer(on, by),
        Step::Extend => request.extend(on, by, text()),
        Step::Refuse => request.refuse(on, by, refusal()),
        Step::Withdraw => request.withdraw(on, by),
        Step::Forward => request.forward(on, by, text()),
    }
}

/// The law as sentences about what happened so far, without states.
fn allowed(past: &[(Step, Role, u8)], (step, role, who): (Step, Role, u8)) -> bool {
    let happened = |wanted: fn(&Step) -> bool| past.iter().any(|(step, _, _)| wanted(step));
    let last = |wanted: fn(&Step) -> bool| past.iter().rposition(|(step, _, _)| wanted(step));
    let ended = happened(|step| matches!(step, Step::Answer | Step::Refuse | Step::Withdraw | Step::Forward));
    let decision = last(|step| matches!(step, Step::Decide(_)));
    let searched = last(|step| matches!(step, Step::Locate | Step::SendBack));
    let approval = last(|step| *step == Step::Approve);
    // A decision holds until the search is done again.
    let stands = decision.filter(|at| searched.is_none_or(|search| search < *at));
    // So does an approval.
    let approved = approval.is_some_and(|at| searched.is_none_or(|search| search < at));
    let carried_out = happened(|step| *step == Step::CarryOut);
    let known = happened(|step| *step == Step::Verify);
    let staff = role == Role::Handler || role == Role::Gallra;
    let untouched = !approved && !carried_out;
    !ended
        && match step {
            Step::Ask => staff && !known && !happened(|step| *step == Step::Ask),
            Step::Verify => staff && !known,
            Step::Locate => staff && known && !carried_out,
            Step::Decide(_) => role == Role::Handler && searched.is_some() && untouched,
            Step::Approve | Step::SendBack => {
                role == Role::Approver
                    && untouched
                    && stands.is_some_and(|at| past.get(at).is_some_and(|(_, _, decider)| *decider != who))
            }
            Step::CarryOut => {
                let erases =
                    stands.is_some_and(|at| past.get(at).is_some_and(|one| one.0 == Step::Decide(true)));
                staff && !carried_out && stands.is_some() && (approved || !erases)
            }
            Step::Answer => staff && carried_out,
            Step::Extend => role == Role::Handler && !happened(|step| *step == Step::Extend),
            Step::Refuse | Step::Forward => role == Role::Handler && untouched,
            Step::Withdraw => role == Role::Subject && !carried_out,
        }
}

fn a_step() -> impl Strategy<Value = Step> {
    // What leads on comes often, what ends it seldom.
    prop_oneof![
        3 => Just(Step::Ask),
        9 => Just(Step::Verify),
        9 => Just(Step::Locate),
        9 => any::<bool>().prop_map(Step::Decide),
        6 => Just(Step::Approve),
        2 => Just(Step::SendBack),
        6 => Just(Step::CarryOut),
        4 => Just(Step::Answer),
        3 => Just(Step::Extend),
        1 => Just(Step::Refuse),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Forward),
    ]
}

fn a_role() -> impl Strategy<Value = Role> {
    prop_oneof![
        4 => Just(Role::Handler),
        2 => Just(Role::Approver),
        2 => Just(Role::Gallra),
        1 => Just(Role::Subject)
    ]
}

proptest! {
    #[test]
    fn a_request_moves_as_the_law_says_and_no_other_way(
        steps in prop::collection::vec((a_step(), a_role(), 0_u8..3), 0..60),
    ) {
        let mut request = Request::received(Kind::Erase, date(2026, 11, 2), Terms::of("SE"));
        let (mut past, mut on) = (Vec::new(), date(2026, 11, 2));
        for (at, one) in steps.into_iter().enumerate() {
            if at % 8 == 7 {
                on = on.checked_add(1.day()).unwrap();
            }
            let before = request.clone();
            let made = make(&mut request, on, by(one.1, &one.2.to_string()), one.0);
            prop_assert_eq!(made.is_ok(), allowed(&past, one), "{:?} after {:?}: {:?}", one, past, made);
            if made.is_ok() {
                past.push(one);
            } else {
                prop_assert_eq!(&request, &before);
            }
            let stored = serde_json::to_string(&request).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Request>(&stored).unwrap(), &request);
        }
    }
}
